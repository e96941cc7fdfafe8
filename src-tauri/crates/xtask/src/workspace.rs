//! Where things are, and how cargo and npm are called so that one call never undoes another's build.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::setup;

pub struct Workspace {
    pub root: PathBuf,
    /// One build folder for every cargo call.
    pub target: PathBuf,
    /// Programs installed by cargo for the checks, one folder per program and version.
    pub tools: PathBuf,
}

impl Workspace {
    /// Finds the workspace from where cargo says this crate is, or upwards from the current folder.
    pub fn locate() -> Result<Self> {
        let start = match env::var_os("CARGO_MANIFEST_DIR") {
            Some(here) => PathBuf::from(here),
            None => env::current_dir()?,
        };
        let root = start
            .ancestors()
            .find(|folder| is_workspace_root(folder))
            .context("not inside the Parkdesk workspace")?
            .to_path_buf();
        let cache = env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache/parkdesk"));
        let in_ci = env::var("CI").is_ok_and(|value| value == "true");
        let target = match (env::var_os("CARGO_TARGET_DIR"), &cache) {
            (Some(named), _) => env::current_dir()?.join(named),
            (None, Some(cache)) if in_ci => cache.join("target"),
            _ => root.join("target"),
        };
        let tools = match cache {
            Some(cache) => cache.join("tools"),
            None => root.join("target/tools"),
        };
        Ok(Self {
            root,
            target,
            tools,
        })
    }

    /// Screenshots and logs go where the reader looks for them, wherever the build folder is.
    pub fn results(&self, name: &str) -> PathBuf {
        self.root.join("target").join(name)
    }

    pub fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    pub fn src_tauri(&self) -> PathBuf {
        self.root.join("src-tauri")
    }

    /// Folders of the library crates and this one, sorted.
    pub fn crates(&self) -> Result<Vec<PathBuf>> {
        let folder = self.src_tauri().join("crates");
        let mut crates = Vec::new();
        for entry in folder.read_dir().context("src-tauri/crates")? {
            let path = entry?.path();
            if path.join("Cargo.toml").is_file() {
                crates.push(path);
            }
        }
        crates.sort();
        Ok(crates)
    }

    /// Every file that belongs to the project, relative to the root: tracked, or new and not ignored.
    pub fn files(&self) -> Result<Vec<PathBuf>> {
        // A container may own the checkout by another user; reading the list is harmless there.
        let listed = Command::new("git")
            .args(["-c", "safe.directory=*", "ls-files", "-z"])
            .args(["--cached", "--others", "--exclude-standard"])
            .current_dir(&self.root)
            .output()
            .context("git ls-files")?;
        if !listed.status.success() {
            bail!("git ls-files: {}", String::from_utf8_lossy(&listed.stderr));
        }
        let names = String::from_utf8_lossy(&listed.stdout);
        let mut files: Vec<PathBuf> = names
            .split('\0')
            .filter(|name| !name.is_empty())
            .map(PathBuf::from)
            .filter(|file| self.root.join(file).is_file())
            .collect();
        files.sort();
        files.dedup();
        Ok(files)
    }

    /// cargo, for commands that link nothing.
    pub fn cargo(&self) -> Command {
        self.with_environment(Command::new(cargo_program()))
    }

    /// cargo, for commands that link: mold steps in for the linker where it is installed. It is put
    /// there by `mold -run`, not by RUSTFLAGS, so that a plain `cargo build` finds everything fresh.
    pub fn cargo_linking(&self) -> Command {
        match find_program("mold") {
            Some(mold) => {
                let mut command = Command::new(mold);
                command.arg("-run").arg(cargo_program());
                self.with_environment(command)
            }
            None => self.cargo(),
        }
    }

    fn with_environment(&self, mut command: Command) -> Command {
        command
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("PATH", setup::path_with_nextest(&self.tools));
        // `cargo run` described this crate to us; the crates we build must not see that.
        for (name, _) in env::vars_os() {
            let name_text = name.to_string_lossy();
            if name_text.starts_with("CARGO_PKG_") || name_text.starts_with("CARGO_MANIFEST_") {
                command.env_remove(&name);
            }
        }
        command
    }

    /// `npm` in the ui folder.
    pub fn npm(&self, arguments: &[&str]) -> Command {
        let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
        let mut command = Command::new(program);
        command
            .args(arguments)
            .args(["--no-fund", "--no-audit", "--no-update-notifier"])
            .current_dir(self.ui());
        command
    }

    /// Path of a program built by the workspace.
    pub fn built(&self, profile: &str, name: &str) -> PathBuf {
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        self.target.join(profile).join(file)
    }
}

fn is_workspace_root(folder: &Path) -> bool {
    std::fs::read_to_string(folder.join("Cargo.toml"))
        .is_ok_and(|manifest| manifest.lines().any(|line| line.trim() == "[workspace]"))
}

fn cargo_program() -> PathBuf {
    env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from)
}

/// The first program of this name on PATH.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&path)
        .map(|folder| folder.join(&file))
        .find(|candidate| candidate.is_file())
}
