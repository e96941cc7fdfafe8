//! The size of a .deb with the program in it. A bundle that Tauri made is taken as it is; without one the same
//! content is packed by `dpkg-deb`, for its size alone: nobody installs that file.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use super::{Measure, Row, megabytes};
use crate::{
    process::{Echo, run},
    workspace::Workspace,
};

const CONTROL: &str = "Package: parkdesk\nVersion: 0.1.0\nArchitecture: amd64\nMaintainer: Parkdesk\n\
    Depends: libwebkit2gtk-4.1-0, libgtk-3-0\nDescription: Parkdesk, packed for its size\n";
const ENTRY: &str = "[Desktop Entry]\nType=Application\nName=Parkdesk\nExec=parkdesk\nIcon=parkdesk\n\
    Categories=Finance;\n";
/// As Tauri puts them.
const ICONS: [(&str, &str); 3] = [
    ("32x32", "32x32.png"),
    ("128x128", "128x128.png"),
    ("256x256@2", "128x128@2x.png"),
];

pub fn size(workspace: &Workspace) -> Row {
    let (work, ours) = match bundled(workspace) {
        Some(bundle) => ("installer, .deb by Tauri", megabytes(&bundle)),
        None => {
            let ours = packed(workspace).map_or_else(
                |error| Measure::of(Err(error)),
                |package| megabytes(&package),
            );
            ("same content, .deb by dpkg-deb", ours)
        }
    };
    Row {
        work,
        unit: "MB",
        ours,
        peer: "",
        theirs: Measure::Missing(String::new()),
    }
}

fn bundled(workspace: &Workspace) -> Option<PathBuf> {
    let bundles = fs::read_dir(workspace.target.join("release/bundle/deb")).ok()?;
    let mut paths = bundles.filter_map(|file| Some(file.ok()?.path()));
    paths.find(|path| path.extension().is_some_and(|extension| extension == "deb"))
}

fn packed(workspace: &Workspace) -> Result<PathBuf> {
    let program = workspace.built("release", "parkdesk");
    if !program.is_file() {
        bail!("the program is not built");
    }
    let stage = tempfile::tempdir()?;
    let put = |from: &Path, to: &str| -> Result<()> {
        let to = stage.path().join(to);
        fs::create_dir_all(to.parent().context("no folder")?)?;
        fs::copy(from, &to).with_context(|| format!("cannot copy {}", from.display()))?;
        Ok(())
    };
    put(&program, "usr/bin/parkdesk")?;
    for (folder, icon) in ICONS {
        let to = format!("usr/share/icons/hicolor/{folder}/apps/parkdesk.png");
        put(&workspace.root.join("icons").join(icon), &to)?;
    }
    for (folder, name, text) in [
        ("DEBIAN", "control", CONTROL),
        ("usr/share/applications", "Parkdesk.desktop", ENTRY),
    ] {
        let folder = stage.path().join(folder);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(name), text)?;
    }
    let folder = workspace.target.join("bench");
    fs::create_dir_all(&folder)?;
    let package = folder.join("parkdesk.deb");
    let mut pack = Command::new("dpkg-deb");
    pack.args(["--root-owner-group", "--build"])
        .arg(stage.path())
        .arg(&package);
    let finished = run(&mut pack, Echo::Kept)?;
    if !finished.ok {
        bail!("dpkg-deb: {}", finished.output.trim());
    }
    Ok(package)
}
