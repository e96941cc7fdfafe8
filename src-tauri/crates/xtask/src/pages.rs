//! The web side: `npm ci` only when the lock file changed, a build only when a source did.

use std::{
    fs,
    hash::{DefaultHasher, Hasher},
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};

use crate::{
    process::{Echo, Finished, run},
    workspace::Workspace,
};

/// Brings `node_modules` to the lock file.
pub fn install(workspace: &Workspace) -> Result<()> {
    let lock = workspace.ui().join("package-lock.json");
    let print = fingerprint(&[lock])?;
    let stamp = Stamp::of(workspace, "npm-ci");
    if workspace.ui().join("node_modules").is_dir() && stamp.is(print) {
        return Ok(());
    }
    println!("npm ci");
    let finished = run(&mut workspace.npm(&["ci"]), Echo::Kept)?;
    if !finished.ok {
        bail!("npm ci failed:\n{}", finished.output);
    }
    stamp.write(print)
}

/// Builds `ui/dist`, which the shell embeds. An unchanged page keeps its files, so that the shell stays fresh.
pub fn build(workspace: &Workspace) -> Result<Finished> {
    let print = fingerprint(&sources(workspace)?)?;
    let stamp = Stamp::of(workspace, "ui-build");
    if workspace.ui().join("dist/index.html").is_file() && stamp.is(print) {
        return Ok(Finished {
            ok: true,
            output: "unchanged since the last build\n".to_owned(),
        });
    }
    let finished = run(&mut workspace.npm(&["run", "build"]), Echo::Kept)?;
    if finished.ok {
        stamp.write(print)?;
    }
    Ok(finished)
}

fn sources(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let files = workspace.files()?;
    let ours = files.into_iter().filter(|file| file.starts_with("ui"));
    Ok(ours.map(|file| workspace.root.join(file)).collect())
}

fn fingerprint(files: &[PathBuf]) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        hasher.write(file.to_string_lossy().as_bytes());
        hasher.write(
            &fs::read(file).map_err(|error| anyhow::anyhow!("{}: {error}", file.display()))?,
        );
    }
    Ok(hasher.finish())
}

/// What a step was last done for. It lies beside what the step makes, not in the cached build folder.
struct Stamp(PathBuf);

impl Stamp {
    fn of(workspace: &Workspace, name: &str) -> Self {
        Self(workspace.results("stamps").join(name))
    }

    fn is(&self, print: u64) -> bool {
        fs::read_to_string(&self.0).is_ok_and(|kept| kept == print.to_string())
    }

    fn write(&self, print: u64) -> Result<()> {
        fs::create_dir_all(self.0.parent().unwrap_or(Path::new(".")))?;
        Ok(fs::write(&self.0, print.to_string())?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_lock_file_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("package-lock.json");
        fs::write(&file, "a").unwrap();
        let before = fingerprint(std::slice::from_ref(&file)).unwrap();
        let stamp = Stamp(folder.path().join("stamps/npm-ci"));
        assert!(!stamp.is(before));
        stamp.write(before).unwrap();
        assert!(stamp.is(before));
        fs::write(&file, "b").unwrap();
        assert!(!stamp.is(fingerprint(&[file]).unwrap()));
    }
}
