//! The tables, the guards that keep them append-only, and the way from an older version to this one.
//!
//! A column that a later version adds may be empty in old rows: an empty column is not part of a row's digest, so the old
//! chain stays good.

use rusqlite::{Connection, Result};

/// Marks the file as ours (`PRAGMA application_id`): "Park".
const APPLICATION: u32 = 0x5061_726B;

/// How the tables of one version are made, and the steps from those before it.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    pub version: u32,
    pub create: &'static str,
    pub steps: &'static [Step],
}

/// Brings the tables to version `to` from the one before it.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    pub to: u32,
    pub sql: &'static str,
}

pub const CURRENT: Schema = Schema {
    version: 1,
    create: include_str!("tables.sql"),
    steps: &[],
};

/// The columns that a row's digest covers, in the order of their tags: new ones only at the end.
pub const REGISTER: [&str; 9] = [
    "number",
    "id",
    "name",
    "connection",
    "connection_name",
    "rows",
    "control",
    "sha256",
    "details",
];
pub const OPERATION: [&str; 23] = [
    "number",
    "id",
    "reference",
    "connection",
    "connection_name",
    "service",
    "kind",
    "creates_payment",
    "include_commission",
    "driver_id",
    "driver",
    "balance_id",
    "balance",
    "target",
    "target_balance_id",
    "amount",
    "message",
    "requisite",
    "body",
    "token",
    "register",
    "register_row",
    "repeats",
];
/// All but the hash itself, which is the last.
pub const EVENT: [&str; 11] = [
    "seq",
    "at",
    "utc_offset",
    "os_user",
    "person",
    "operation",
    "register",
    "kind",
    "details",
    "prev",
    "hash",
];

/// What the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// No table at all.
    Empty,
    Ours {
        version: u32,
    },
    Foreign,
}

pub fn look(connection: &Connection) -> Result<Found> {
    let number = |sql| connection.query_row(sql, [], |row| row.get::<_, u32>(0));
    if number("SELECT count(*) FROM sqlite_schema")? == 0 {
        return Ok(Found::Empty);
    }
    Ok(match number("PRAGMA application_id")? {
        APPLICATION => Found::Ours {
            version: number("PRAGMA user_version")?,
        },
        _ => Found::Foreign,
    })
}

impl Schema {
    /// Makes the tables. The caller holds a transaction.
    pub fn make(&self, connection: &Connection) -> Result<()> {
        connection.execute_batch(self.create)?;
        connection.pragma_update(None, "application_id", APPLICATION)?;
        connection.pragma_update(None, "user_version", self.version)
    }

    /// Brings the tables from version `from` to this one. The caller holds a transaction.
    pub fn migrate(&self, connection: &Connection, from: u32) -> Result<()> {
        for step in self.steps.iter().filter(|step| step.to > from) {
            connection.execute_batch(step.sql)?;
            connection.pragma_update(None, "user_version", step.to)?;
        }
        Ok(())
    }

    /// Whether the guards stand as they were made, and no trigger beside them.
    pub fn is_guarded(&self, connection: &Connection) -> Result<bool> {
        let fresh = Connection::open_in_memory()?;
        fresh.execute_batch(self.create)?;
        Ok(guards(connection)? == guards(&fresh)?)
    }
}

fn guards(connection: &Connection) -> Result<Vec<(String, String)>> {
    connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// `SELECT` of these columns; `rest` follows the table.
pub fn select(columns: &[&str], table: &str, rest: &str) -> String {
    format!("SELECT {} FROM {table} {rest}", columns.join(", "))
}

/// `INSERT` of these columns, a parameter for each.
pub fn insert(columns: &[&str], table: &str) -> String {
    let places = vec!["?"; columns.len()].join(", ");
    format!(
        "INSERT INTO {table} ({}) VALUES ({places})",
        columns.join(", ")
    )
}
