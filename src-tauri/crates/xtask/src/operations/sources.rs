//! Looking things up in source text, by name.

use std::{fs, path::Path};

use anyhow::Result;

use crate::workspace::Workspace;

/// Files with the label under which they are reported.
pub struct Sources(Vec<(String, String)>);

/// A command that serves several operations and names them in its doc: `/// Operations: listDrivers, getDriver`.
#[derive(Debug, PartialEq, Eq)]
pub struct UseCase {
    pub function: String,
    operations: Vec<String>,
}

impl UseCase {
    /// An operation may be named with its service before it, where two services share an id.
    pub fn uses(&self, service: &str, id: &str) -> bool {
        let full = format!("{service}.{id}");
        self.operations
            .iter()
            .any(|operation| operation == id || *operation == full)
    }
}

impl Sources {
    /// Rust files whose path starts so, labelled by their path.
    pub fn rust(workspace: &Workspace, start: &str) -> Result<Self> {
        Self::rust_of(workspace, |path| path.starts_with(start))
    }

    /// The sandbox's tables of routes: one file for each service.
    pub fn routes(workspace: &Workspace) -> Result<Self> {
        Self::rust_of(workspace, |path| {
            path.starts_with("src-tauri/crates/sandbox/src/") && path.ends_with("routes.rs")
        })
    }

    fn rust_of(workspace: &Workspace, fits: impl Fn(&str) -> bool) -> Result<Self> {
        let mut sources = Vec::new();
        for file in workspace.files()? {
            let is_rust = file.extension().is_some_and(|extension| extension == "rs");
            if is_rust && fits(&slashed(&file)) {
                let text = fs::read_to_string(workspace.root.join(&file))?;
                sources.push((slashed(&file), text));
            }
        }
        Ok(Self(sources))
    }

    /// The screens' files, labelled by their feature's folder (or `app`, `shared`). Tests show nothing to anybody.
    pub fn screens(workspace: &Workspace) -> Result<Self> {
        let mut sources = Vec::new();
        for file in workspace.files()? {
            let path = slashed(&file);
            let Some(screen) = screen_of(&path) else {
                continue;
            };
            let text = fs::read_to_string(workspace.root.join(&file))?;
            sources.push((screen.to_owned(), text));
        }
        Ok(Self(sources))
    }

    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let owned = files
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()));
        Self(owned.collect())
    }

    /// File and line of a function's definition.
    pub fn function(&self, name: &str) -> Option<String> {
        let plain = format!("fn {name}(");
        let generic = format!("fn {name}<");
        self.line(|line| line.contains(&plain) || line.contains(&generic))
    }

    /// File and line of a piece of text.
    pub fn text(&self, wanted: &str) -> Option<String> {
        self.line(|line| line.contains(wanted))
    }

    fn line(&self, wanted: impl Fn(&str) -> bool) -> Option<String> {
        self.0.iter().find_map(|(label, text)| {
            let index = text
                .lines()
                .position(|line| !line.trim_start().starts_with("//") && wanted(line))?;
            Some(format!("{label}:{}", index + 1))
        })
    }

    /// Labels of the files that use one of the names, sorted.
    pub fn users(&self, names: &[String]) -> Vec<&str> {
        let mut users: Vec<&str> = self
            .0
            .iter()
            .filter(|(_, text)| names.iter().any(|name| has_word(text, name)))
            .map(|(label, _)| label.as_str())
            .collect();
        users.sort_unstable();
        users.dedup();
        users
    }

    pub fn use_cases(&self) -> Vec<UseCase> {
        self.0
            .iter()
            .flat_map(|(_, text)| use_cases(text))
            .collect()
    }
}

fn screen_of(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next()?;
    let is_source = name.ends_with(".ts") || name.ends_with(".svelte");
    if !is_source || name.contains(".test.") || name.contains(".spec.") {
        return None;
    }
    let inside = path.strip_prefix("ui/src/")?;
    match inside.split_once('/')? {
        ("features", rest) => Some(rest.split_once('/').map_or(rest, |(folder, _)| folder)),
        (folder @ ("app" | "shared"), _) => Some(folder),
        _ => None,
    }
}

fn use_cases(text: &str) -> Vec<UseCase> {
    let mut found = Vec::new();
    let mut named: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim_start) {
        if let Some(list) = line.strip_prefix("/// Operations:") {
            let ids = list.split([',', ' ']).map(|id| id.trim_end_matches('.'));
            named.extend(ids.filter(|id| !id.is_empty()).map(str::to_owned));
        } else if let Some(function) = defined_function(line)
            && !named.is_empty()
        {
            found.push(UseCase {
                function: function.to_owned(),
                operations: std::mem::take(&mut named),
            });
        }
    }
    found
}

/// The name in a line that begins a function.
fn defined_function(line: &str) -> Option<&str> {
    if line.starts_with("//") {
        return None;
    }
    let (before, rest) = line.split_once("fn ")?;
    let only_keywords = before
        .split_whitespace()
        .all(|word| matches!(word, "pub" | "async" | "const") || word.starts_with("pub("));
    let name = rest.split(['(', '<']).next()?;
    only_keywords.then_some(name)
}

fn has_word(text: &str, word: &str) -> bool {
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    text.match_indices(word).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        let after = text[start + word.len()..].chars().next();
        !before.is_some_and(part_of_name) && !after.is_some_and(part_of_name)
    })
}

/// `listDrivers` as Rust names it.
pub fn snake_case(camel: &str) -> String {
    let mut snake = String::with_capacity(camel.len() + 4);
    for letter in camel.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// `jump_list_drivers` as the binding is named.
pub fn camel_case(snake: &str) -> String {
    let mut words = snake.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_both_ways() {
        assert_eq!(snake_case("dictSbpBanks"), "dict_sbp_banks");
        assert_eq!(
            snake_case("createDriverTransactionV2"),
            "create_driver_transaction_v2"
        );
        assert_eq!(camel_case("jump_dict_sbp_banks"), "jumpDictSbpBanks");
    }

    #[test]
    fn longer_name_is_not_taken_for_a_shorter_one() {
        assert!(has_word("commands.jumpGetDriver(id)", "jumpGetDriver"));
        assert!(!has_word("commands.jumpGetDrivers(id)", "jumpGetDriver"));
        let sources =
            Sources::of(&[("a.rs", "fn get_drivers() {}\n// fn get_driver() was here\n")]);
        assert_eq!(sources.function("get_driver"), None);
        assert_eq!(sources.function("get_drivers"), Some("a.rs:1".to_owned()));
    }

    #[test]
    fn use_case_names_its_operations_over_several_lines() {
        let text = "\
/// Saves a driver and reads it back.
/// Operations: updateDriver, getDriver
/// Operations: jump.dictGroups
#[tauri::command]
pub async fn save_driver(
    plan: Plan,
) -> Result<(), DeskError> {}
pub fn other() {}";
        let found = use_cases(text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].function, "save_driver");
        assert!(found[0].uses("jump", "getDriver"));
        assert!(found[0].uses("jump", "dictGroups"));
        assert!(!found[0].uses("yandex", "dictGroups"));
    }

    #[test]
    fn screens_are_folders_and_tests_are_not_screens() {
        assert_eq!(
            screen_of("ui/src/features/drivers/parts/Card.svelte"),
            Some("drivers")
        );
        assert_eq!(screen_of("ui/src/app/Palette.svelte"), Some("app"));
        assert_eq!(screen_of("ui/src/features/drivers/list.test.ts"), None);
        assert_eq!(screen_of("ui/src/host/bindings.ts"), None);
    }
}
