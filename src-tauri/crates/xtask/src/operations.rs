//! `cargo xtask operations`: for each operation of each contract, where the client calls it, where the sandbox
//! answers it, which command passes it on, and which screens use it. An empty cell fails the check.

mod contract;
mod sources;

use std::{fs, process::ExitCode};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use self::{
    contract::{Operation, Standing},
    sources::{Sources, UseCase},
};
use crate::{process::Finished, workspace::Workspace};

#[derive(Debug)]
struct Row {
    service: String,
    operation: String,
    cells: [Cell; 4],
}

const COLUMNS: [&str; 4] = ["client", "sandbox", "command", "screen"];

#[derive(Clone, Debug, PartialEq, Eq)]
enum Cell {
    Found(String),
    NotYet,
    NotApplicable(String),
    Empty,
}

impl Cell {
    fn text(&self) -> String {
        match self {
            Self::Found(place) => place.clone(),
            Self::NotYet => "not yet".to_owned(),
            Self::NotApplicable(reason) => format!("n/a: {reason}"),
            Self::Empty => String::new(),
        }
    }
}

impl From<Option<String>> for Cell {
    fn from(found: Option<String>) -> Self {
        found.map_or(Self::Empty, Self::Found)
    }
}

pub fn run(workspace: &Workspace, as_json: bool) -> Result<ExitCode> {
    let rows = rows(workspace)?;
    if as_json {
        println!("{}", serde_json::to_string_pretty(&to_json(&rows))?);
    } else {
        print!("{}", to_table(&rows));
    }
    let verdict = judged(&rows);
    eprint!("{}", verdict.output);
    Ok(if verdict.ok {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The same without the table: a line for each empty cell.
pub fn check(workspace: &Workspace) -> Result<Finished> {
    Ok(judged(&rows(workspace)?))
}

fn judged(rows: &[Row]) -> Finished {
    let empty = rows.iter().flat_map(empty_cells);
    let output: String = empty.map(|cell| format!("empty: {cell}\n")).collect();
    Finished {
        ok: output.is_empty(),
        output,
    }
}

fn rows(workspace: &Workspace) -> Result<Vec<Row>> {
    let sandbox = Sources::routes(workspace)?;
    let commands = Sources::rust(workspace, "src-tauri/src/commands/")?;
    let screens = Sources::screens(workspace)?;
    let use_cases = commands.use_cases();
    let mut rows = Vec::new();
    for folder in workspace.crates()? {
        let contract = folder.join("contract.yaml");
        if !contract.is_file() {
            continue;
        }
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let text = fs::read_to_string(&contract)?;
        let operations =
            contract::operations(&text).with_context(|| format!("{name}/contract.yaml"))?;
        let client = Sources::rust(workspace, &format!("src-tauri/crates/{name}/src/"))?;
        let service = service_of(&name);
        let look = Look {
            service,
            client: &client,
            sandbox: &sandbox,
            commands: &commands,
            screens: &screens,
            use_cases: &use_cases,
        };
        rows.extend(operations.iter().map(|operation| look.row(operation)));
    }
    if rows.is_empty() {
        bail!("no contract.yaml found");
    }
    Ok(rows)
}

/// Yandex's client is named by what it serves; the service keeps its own name.
fn service_of(client: &str) -> &str {
    match client {
        "fleet" => "yandex",
        other => other,
    }
}

/// Everything that one service's operations are looked up in.
struct Look<'a> {
    service: &'a str,
    client: &'a Sources,
    sandbox: &'a Sources,
    commands: &'a Sources,
    screens: &'a Sources,
    use_cases: &'a [UseCase],
}

impl Look<'_> {
    fn row(&self, operation: &Operation) -> Row {
        let cells = match &operation.standing {
            Standing::NotYet => [const { Cell::NotYet }; 4],
            Standing::NotApplicable(reason) => {
                [(); 4].map(|()| Cell::NotApplicable(reason.clone()))
            }
            Standing::Served => self.cells(&operation.id),
            Standing::ScreenNotYet => {
                let [client, sandbox, command, screen] = self.cells(&operation.id);
                let screen = match screen {
                    Cell::Empty => Cell::NotYet,
                    // The excuse has outlived its reason.
                    _ => Cell::Empty,
                };
                [client, sandbox, command, screen]
            }
        };
        Row {
            service: self.service.to_owned(),
            operation: operation.id.clone(),
            cells,
        }
    }

    fn cells(&self, id: &str) -> [Cell; 4] {
        let method = sources::snake_case(id);
        let command = format!("{}_{method}", self.service);
        [
            self.client_method(&method, id).into(),
            self.sandbox.text(&format!("\"{id}\"")).into(),
            self.commands.function(&command).into(),
            self.screens(id, &command).into(),
        ]
    }

    /// A method, or a line of a table that a macro makes methods of.
    fn client_method(&self, method: &str, id: &str) -> Option<String> {
        let in_table = || self.client.text(&format!("{method} => \"{id}\""));
        self.client.function(method).or_else(in_table)
    }

    /// Folders of the screens that call the operation's command or a use case made of it.
    fn screens(&self, id: &str, command: &str) -> Option<String> {
        let of_use_cases = self
            .use_cases
            .iter()
            .filter(|use_case| use_case.uses(self.service, id))
            .map(|use_case| use_case.function.as_str());
        let bindings: Vec<String> = std::iter::once(command)
            .chain(of_use_cases)
            .map(sources::camel_case)
            .collect();
        let users = self.screens.users(&bindings);
        (!users.is_empty()).then(|| users.join(", "))
    }
}

fn empty_cells(row: &Row) -> Vec<String> {
    let cells = row.cells.iter().zip(COLUMNS);
    cells
        .filter(|(cell, _)| **cell == Cell::Empty)
        .map(|(_, column)| format!("{} {}: {column}", row.service, row.operation))
        .collect()
}

fn to_json(rows: &[Row]) -> Value {
    let objects = rows.iter().map(|row| {
        let mut object = json!({ "service": row.service, "operationId": row.operation });
        for (cell, column) in row.cells.iter().zip(COLUMNS) {
            object[column] = cell.text().into();
        }
        object
    });
    objects.collect()
}

fn to_table(rows: &[Row]) -> String {
    let heading = ["service", "operation"].into_iter().chain(COLUMNS);
    let mut lines: Vec<Vec<String>> = vec![heading.map(str::to_owned).collect()];
    for row in rows {
        let mut line = vec![row.service.clone(), row.operation.clone()];
        line.extend(row.cells.iter().map(Cell::text));
        lines.push(line);
    }
    crate::board::columns(&lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look_at<T>(ui: &str, then: impl FnOnce(Look<'_>) -> T) -> T {
        let client = Sources::of(&[("drivers.rs", "pub async fn list_drivers(&self) {}")]);
        let sandbox = Sources::of(&[("drivers.rs", "(\"listDrivers\", get, \"/drivers\")")]);
        let commands = Sources::of(&[(
            "drivers.rs",
            "/// A page of drivers.\n/// Operations: listDrivers\npub async fn drivers_page() {}\n\
             pub async fn jump_list_drivers() {}",
        )]);
        let screens = Sources::of(&[("drivers", ui)]);
        let use_cases = commands.use_cases();
        then(Look {
            service: "jump",
            client: &client,
            sandbox: &sandbox,
            commands: &commands,
            screens: &screens,
            use_cases: &use_cases,
        })
    }

    fn operation(standing: Standing) -> Operation {
        Operation {
            id: "listDrivers".to_owned(),
            standing,
        }
    }

    #[test]
    fn screen_counts_by_the_use_case_that_it_calls() {
        let row = look_at("await host.driversPage({})", |look| {
            look.row(&operation(Standing::Served))
        });
        assert!(empty_cells(&row).is_empty(), "{row:?}");
        assert_eq!(row.cells[0], Cell::Found("drivers.rs:1".to_owned()));
        assert_eq!(row.cells[2], Cell::Found("drivers.rs:4".to_owned()));
        assert_eq!(row.cells[3], Cell::Found("drivers".to_owned()));
    }

    #[test]
    fn method_made_by_a_macro_is_found_by_its_line() {
        let client = Sources::of(&[("dictionary.rs", "dict_groups => \"dictGroups\",")]);
        let look = Look {
            service: "jump",
            client: &client,
            sandbox: &client,
            commands: &client,
            screens: &client,
            use_cases: &[],
        };
        let row = look.client_method("dict_groups", "dictGroups");
        assert_eq!(row.as_deref(), Some("dictionary.rs:1"));
    }

    #[test]
    fn operation_that_no_screen_uses_is_found_out() {
        let row = look_at("await host.driversPageOther()", |look| {
            look.row(&operation(Standing::Served))
        });
        assert_eq!(empty_cells(&row), ["jump listDrivers: screen"]);
    }

    #[test]
    fn screen_that_is_excused_must_really_be_missing() {
        let excused = |ui| {
            look_at(ui, |look| {
                empty_cells(&look.row(&operation(Standing::ScreenNotYet)))
            })
        };
        assert!(excused("").is_empty());
        assert_eq!(
            excused("await host.driversPage({})"),
            ["jump listDrivers: screen"]
        );
    }

    #[test]
    fn operation_not_yet_served_says_so() {
        let row = look_at("", |look| look.row(&operation(Standing::NotYet)));
        assert!(empty_cells(&row).is_empty());
        assert_eq!(to_json(&[row])[0]["client"], "not yet");
    }
}
