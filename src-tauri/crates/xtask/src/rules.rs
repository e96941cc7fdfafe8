//! Architecture checks: what the compiler does not see. Each names the file and what is wrong with it.

use std::{fs, path::Path, process::ExitCode};

use anyhow::{Result, bail};
use serde_json::Value;

use crate::{process::Finished, workspace::Workspace};

/// More lines than this is a warning, and more than that a failure.
const LINES: (usize, usize) = (500, 600);
const SHELL: &str = "parkdesk";

/// Which crates of the workspace a crate may use. The shell and `xtask` are not restricted.
const ARROWS: &[(&str, &[&str])] = &[
    ("money", &[]),
    ("vault", &[]),
    ("documents", &[]),
    ("register", &["money"]),
    ("journal", &["money"]),
    ("transport", &["money"]),
    ("jump", &["money", "transport"]),
    ("fleet", &["money", "transport"]),
    ("yume", &["money", "transport"]),
    // For tests alone: nothing but a dev-dependency may name it.
    ("rig", &["transport"]),
    // Types of its own, so that a mistake in a client's cannot hide.
    ("sandbox", &[]),
    (
        "desk",
        &[
            "money",
            "transport",
            "jump",
            "fleet",
            "yume",
            "vault",
            "journal",
            "documents",
            "register",
            "sandbox",
        ],
    ),
    (
        "simulator",
        &["desk", "journal", "jump", "sandbox", "transport", "vault"],
    ),
];

/// The auditor of money judges these, so it must not use them: it would share their mistakes.
const AUDITOR: &str = "src-tauri/crates/simulator/src/audit/";
const JUDGED: [&str; 6] = ["desk", "journal", "jump", "transport", "vault", "money"];

pub fn run(workspace: &Workspace) -> Result<ExitCode> {
    let finished = check(workspace)?;
    print!("{}", finished.output);
    Ok(if finished.ok {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

pub fn check(workspace: &Workspace) -> Result<Finished> {
    let mut faults = dependencies(&metadata(workspace)?);
    let mut warnings = Vec::new();
    for file in workspace.files()? {
        let path = file.to_string_lossy().replace('\\', "/");
        faults.extend(top_level(&path));
        // A file that is not text has no lines and no paths to look at.
        let Ok(text) = fs::read_to_string(workspace.root.join(&file)) else {
            continue;
        };
        faults.extend(forbids_unsafe(&path, &text));
        faults.extend(only_host_knows_tauri(&path, &text));
        faults.extend(auditor_stands_apart(&path, &text));
        faults.extend(machine_paths(&path, &text, &workspace.root));
        faults.extend(foreign_registry(&path, &text));
        match length(&path, &text) {
            Length::Long(said) => warnings.push(said),
            Length::TooLong(said) => faults.push(said),
            Length::Fine => {}
        }
    }
    for warning in &warnings {
        println!("warning: {warning}");
    }
    let output = faults.iter().map(|fault| format!("{fault}\n")).collect();
    Ok(Finished {
        ok: faults.is_empty(),
        output,
    })
}

fn metadata(workspace: &Workspace) -> Result<Value> {
    let mut cargo = workspace.cargo();
    cargo.args(["metadata", "--format-version", "1", "--no-deps"]);
    let output = cargo.output()?;
    if !output.status.success() {
        bail!(
            "cargo metadata: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn dependencies(metadata: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    for package in members(&metadata["packages"]) {
        let name = package["name"].as_str().unwrap_or_default();
        let allowed = ARROWS.iter().find(|(from, _)| *from == name);
        for dependency in members(&package["dependencies"]) {
            let on = dependency["name"].as_str().unwrap_or_default();
            if name != SHELL && (on == "tauri" || on.starts_with("tauri-")) {
                faults.push(format!("{name} depends on {on}: only {SHELL} knows Tauri"));
            }
            let for_tests = dependency["kind"] == "dev";
            let ours = dependency["path"].is_string();
            if let Some((_, allowed)) = allowed
                && ours
                && !for_tests
                && !allowed.contains(&on)
            {
                faults.push(format!(
                    "{name} depends on {on}: the arrow goes the other way"
                ));
            }
        }
    }
    faults
}

fn members(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn top_level(path: &str) -> Option<String> {
    const ALLOWED: [&str; 6] = [
        "Cargo.toml",
        "Cargo.lock",
        "README.md",
        "src-tauri",
        "ui",
        "icons",
    ];
    let first = path.split('/').next().unwrap_or_default();
    let fine = first.starts_with('.') || ALLOWED.contains(&first);
    (!fine).then(|| format!("{path}: does not belong at the top level"))
}

fn forbids_unsafe(path: &str, text: &str) -> Option<String> {
    let root = path.strip_prefix("src-tauri/")?;
    let is_root = root.ends_with("src/lib.rs") || root.ends_with("src/main.rs");
    let fine = !is_root || text.contains("#![forbid(unsafe_code)]");
    (!fine).then(|| format!("{path}: lacks #![forbid(unsafe_code)]"))
}

fn only_host_knows_tauri(path: &str, text: &str) -> Option<String> {
    let inside = path.strip_prefix("ui/src/")?;
    let fine = inside.starts_with("host/") || !text.contains("@tauri-apps");
    (!fine).then(|| format!("{path}: imports @tauri-apps; only ui/src/host does"))
}

/// Its tests play whole stories, and may use what they play.
fn auditor_stands_apart(path: &str, text: &str) -> Option<String> {
    let file = path.strip_prefix(AUDITOR)?;
    if !file.ends_with(".rs") || file == "tests.rs" {
        return None;
    }
    // The crate around it uses them, and names some of theirs as its own.
    let around = ["crate", "super::super"].into_iter();
    let around = around.chain((file == "mod.rs").then_some("super"));
    let names: Vec<&str> = JUDGED.into_iter().chain(around).collect();
    let code = |line: &str| !line.trim_start().starts_with("//");
    for (place, line) in text.lines().enumerate().filter(|(_, line)| code(line)) {
        if let Some(used) = names.iter().find(|name| uses(line, name)) {
            return Some(format!(
                "{path}:{}: uses {used}; the auditor shares nothing with what it judges",
                place + 1
            ));
        }
    }
    None
}

/// Whether the line names something inside of this module or crate, or takes it as a whole.
fn uses(line: &str, module: &str) -> bool {
    line.match_indices(module).any(|(start, _)| {
        let before = &line[..start];
        let after = &line[start + module.len()..];
        let in_longer = before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let whole = before.trim_end().ends_with("use") && after.starts_with([';', ' ']);
        !in_longer && (after.starts_with("::") || whole)
    })
}

#[derive(Debug, PartialEq, Eq)]
enum Length {
    Fine,
    Long(String),
    TooLong(String),
}

fn length(path: &str, text: &str) -> Length {
    const CODE: [&str; 9] = ["rs", "ts", "js", "mjs", "svelte", "css", "html", "py", "sh"];
    let extension = path.rsplit('.').next().unwrap_or_default();
    let generated = path.ends_with("ui/src/host/bindings.ts");
    if !CODE.contains(&extension) || generated {
        return Length::Fine;
    }
    let lines = text.lines().count();
    let said = format!("{path}: {lines} lines; split it");
    if lines > LINES.1 {
        Length::TooLong(said)
    } else if lines > LINES.0 {
        Length::Long(said)
    } else {
        Length::Fine
    }
}

/// Paths that exist on one machine only. `root` is where the checkout lies now.
fn machine_paths(path: &str, text: &str, root: &Path) -> Option<String> {
    // In pieces, so that this file does not accuse itself.
    let mut known: Vec<String> = [
        ["/ho", "me/"],
        ["/Us", "ers/"],
        ["/ro", "ot/"],
        ["C:\\Us", "ers\\"],
    ]
    .map(|halves| halves.concat())
    .to_vec();
    // A checkout right under / has a name that means something else elsewhere.
    if root.components().count() > 2 {
        known.push(format!("{}/", root.display()));
    }
    let line = text
        .lines()
        .position(|line| known.iter().any(|known| names_path(line, known)))?;
    Some(format!("{path}:{}: a path of one machine", line + 1))
}

/// Whether the line has the path as a path of its own, not as the tail of a longer one or of an address.
fn names_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let after = line[start + path.len()..].chars().next();
        let in_longer = before.is_some_and(|c| c.is_alphanumeric() || "._-/}~$*".contains(c));
        !in_longer && after.is_some_and(|c| c.is_alphanumeric())
    })
}

/// Lock files must name the public registries, not a mirror.
fn foreign_registry(path: &str, text: &str) -> Option<String> {
    let fine = |line: &str| match path.rsplit('/').next() {
        Some("package-lock.json") => {
            !line.contains("\"resolved\": \"http") || line.contains("\"https://registry.npmjs.org/")
        }
        Some("Cargo.lock") => {
            !line.starts_with("source = ")
                || line.contains("registry+https://github.com/rust-lang/crates.io-index")
        }
        _ => true,
    };
    let line = text.lines().position(|line| !fine(line))?;
    Some(format!("{path}:{}: not the public registry", line + 1))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn package(name: &str, dependencies: Value) -> Value {
        json!({ "packages": [{ "name": name, "dependencies": dependencies }] })
    }

    #[test]
    fn tauri_outside_the_shell_is_found() {
        let used = json!([{ "name": "tauri", "kind": null }]);
        assert_eq!(dependencies(&package("desk", used.clone())).len(), 1);
        assert!(dependencies(&package("parkdesk", used)).is_empty());
    }

    #[test]
    fn arrow_against_the_direction_is_found_but_tests_may_use_the_sandbox() {
        let normal = json!([{ "name": "jump", "kind": null, "path": "crates/jump" }]);
        assert_eq!(dependencies(&package("transport", normal)).len(), 1);
        let dev = json!([{ "name": "sandbox", "kind": "dev", "path": "crates/sandbox" }]);
        assert!(dependencies(&package("jump", dev)).is_empty());
    }

    #[test]
    fn nobody_may_use_the_simulator_and_it_may_use_what_it_plays_with() {
        let on = |name: &str| json!([{ "name": name, "kind": null, "path": "crates" }]);
        assert!(dependencies(&package("simulator", on("desk"))).is_empty());
        assert_eq!(dependencies(&package("simulator", on("xtask"))).len(), 1);
        assert_eq!(dependencies(&package("desk", on("simulator"))).len(), 1);
    }

    #[test]
    fn auditor_that_uses_what_it_judges_is_found() {
        let file = |name: &str| format!("{AUDITOR}{name}");
        let found = |name: &str, line: &str| auditor_stands_apart(&file(name), line).is_some();
        for line in [
            "use desk::operations::types::OperationView;",
            "use journal as record;",
            "    let state = journal::State::Sent;",
            "fn of(amount: &money::Amount) -> Decimal {",
            "use crate::Defect;",
            "use super::super::run::play;",
        ] {
            assert!(found("book.rs", line), "{line}");
        }
        assert!(found("mod.rs", "use super::world::World;"));
        for line in [
            "use super::{Report, Rule};",
            "use rust_decimal::Decimal;",
            "// As desk::operations says it.",
            "let journal = folder.join(name);",
            "let own = my_desk::open();",
        ] {
            assert!(!found("book.rs", line), "{line}");
        }
        let played = "use crate::{run::play, world::World};";
        assert!(!found("tests.rs", played));
        assert_eq!(
            auditor_stands_apart("src-tauri/crates/simulator/src/run.rs", "use desk::Desk;"),
            None
        );
        let said = auditor_stands_apart(&file("book.rs"), "use std::fs;\nuse desk::Desk;");
        assert!(said.is_some_and(|said| said.contains("book.rs:2: uses desk")));
    }

    #[test]
    fn top_level_stays_as_it_was_agreed() {
        assert_eq!(top_level("src-tauri/src/main.rs"), None);
        assert_eq!(top_level(".github/workflows/release.yml"), None);
        assert!(top_level("scripts/build.sh").is_some());
    }

    #[test]
    fn crate_without_forbid_is_found() {
        let path = "src-tauri/crates/money/src/lib.rs";
        assert!(forbids_unsafe(path, "//! Money.").is_some());
        assert!(forbids_unsafe(path, "//! Money.\n#![forbid(unsafe_code)]").is_none());
        assert!(forbids_unsafe("src-tauri/crates/money/src/parse.rs", "").is_none());
    }

    #[test]
    fn page_that_imports_tauri_is_found() {
        let import = "import { invoke } from '@tauri-apps/api/core'";
        assert!(only_host_knows_tauri("ui/src/features/drivers/List.svelte", import).is_some());
        assert!(only_host_knows_tauri("ui/src/host/events.ts", import).is_none());
    }

    #[test]
    fn long_file_warns_then_fails() {
        assert_eq!(length("a.rs", &"x\n".repeat(500)), Length::Fine);
        assert!(matches!(
            length("a.rs", &"x\n".repeat(501)),
            Length::Long(_)
        ));
        assert!(matches!(
            length("a.rs", &"x\n".repeat(601)),
            Length::TooLong(_)
        ));
        assert_eq!(length("contract.yaml", &"x\n".repeat(5000)), Length::Fine);
    }

    #[test]
    fn path_of_one_machine_is_found_and_addresses_are_not() {
        let root = Path::new("/srv/build/checkout");
        let home = ["let p = \"/ho", "me/ivan/x\";"].concat();
        assert!(machine_paths("a.rs", &home, root).is_some());
        assert!(machine_paths("a.rs", "see /srv/build/checkout/ui", root).is_some());
        let address = ["https://example.test/ho", "me/page"].concat();
        assert!(machine_paths("a.md", &address, root).is_none());
        assert!(machine_paths("a.sh", "cat /x/y", Path::new("/x")).is_none());
    }

    #[test]
    fn mirror_in_a_lock_file_is_found() {
        let line = |host: &str| format!("  \"resolved\": \"https://{host}/x.tgz\",");
        let path = "ui/package-lock.json";
        assert!(foreign_registry(path, &line("registry.npmjs.org")).is_none());
        assert!(foreign_registry(path, &line("mirror.example.test")).is_some());
    }
}
