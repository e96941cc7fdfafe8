//! The chain of hashes, computed again from its description. A digest is SHA-256 over what it is of (17 bytes), then, for
//! each column that is not empty, its place (a byte), its type (1 for an integer, 2 for a text, 3 for bytes), its length
//! (eight bytes, least first) and its bytes (of an integer: eight, least first). An event's hash covers its columns, `prev`
//! among them, which is the hash of the event before; a confirming event's details hold the digest of the row it confirms.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, Row, types::ValueRef};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Report, Rule, book::member};

const EVENT: &[u8; 17] = b"parkdesk events  ";
const OPERATION: &[u8; 17] = b"parkdesk operatio";
const REGISTER: &[u8; 17] = b"parkdesk register";

pub fn check(file: &Path, report: &mut Report) {
    match faults(file) {
        Ok(faults) => faults
            .into_iter()
            .for_each(|fault| report.broke(Rule::Chain, fault)),
        Err(error) => report.broke(Rule::Chain, format!("the file cannot be read: {error}")),
    }
}

fn faults(file: &Path) -> rusqlite::Result<Vec<String>> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut faults = Vec::new();
    let mut statement = connection.prepare(
        "SELECT seq, at, utc_offset, os_user, person, operation, register, kind, details, prev, hash \
         FROM events ORDER BY seq",
    )?;
    let (mut expected, mut former) = (1_i64, vec![0_u8; 32]);
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(0)?;
        let (prev, hash): (Vec<u8>, Vec<u8>) = (row.get(9)?, row.get(10)?);
        if seq != expected || prev != former {
            faults.push(format!("event {seq} does not follow the one before"));
        }
        if digest(EVENT, row, 10)? != hash {
            faults.push(format!("event {seq} is not what was hashed"));
        }
        if row.get_ref(7)?.as_str() == Ok("confirmed")
            && let Some(fault) = unconfirmed(&connection, row)?
        {
            faults.push(format!("event {seq}: {fault}"));
        }
        (expected, former) = (seq + 1, hash);
    }
    Ok(faults)
}

/// What is wrong with the row that an event confirms.
fn unconfirmed(connection: &Connection, event: &Row<'_>) -> rusqlite::Result<Option<&'static str>> {
    let (operation, register): (Option<i64>, Option<i64>) = (event.get(5)?, event.get(6)?);
    let (of, table, columns, number) = match (operation, register) {
        (Some(number), _) => (OPERATION, "operations", 23, number),
        (None, Some(number)) => (REGISTER, "registers", 9, number),
        (None, None) => return Ok(Some("confirms nothing")),
    };
    let details: String = event.get(8)?;
    let details: Value = serde_json::from_str(&details).unwrap_or_default();
    let told = member(&details, "row").and_then(Value::as_str);
    let found = connection.query_row(
        &format!("SELECT * FROM {table} WHERE number = ?"),
        [number],
        |row| digest(of, row, columns),
    )?;
    let found: String = found.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((told != Some(found.as_str())).then_some("the row is not the one that was confirmed"))
}

fn digest(of: &[u8], row: &Row<'_>, columns: usize) -> rusqlite::Result<Vec<u8>> {
    let mut sha = Sha256::new();
    sha.update(of);
    for place in 0..columns {
        let (kind, bytes) = match row.get_ref(place)? {
            ValueRef::Null => continue,
            ValueRef::Integer(number) => (1_u8, number.to_le_bytes().to_vec()),
            ValueRef::Text(text) => (2, text.to_vec()),
            ValueRef::Blob(bytes) => (3, bytes.to_vec()),
            ValueRef::Real(number) => (4, number.to_le_bytes().to_vec()),
        };
        sha.update([u8::try_from(place).unwrap_or(u8::MAX), kind]);
        sha.update((bytes.len() as u64).to_le_bytes());
        sha.update(bytes);
    }
    Ok(sha.finalize().to_vec())
}
