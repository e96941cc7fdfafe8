//! Documents dropped from a file manager arrive byte for byte; what cannot be sent says why.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::{
    park::{KEY, Park},
    window::{Window, drag_files},
};

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A real JPEG of this size, with a name of ours.
fn photo(folder: &Path, name: &str, side: u32) -> PathBuf {
    let path = folder.join(name);
    let picture = image::RgbImage::from_fn(side, side, |x, y| {
        let [r, g, ..] = (x * 7 + y * 13).to_le_bytes();
        image::Rgb([r, g, 200])
    });
    picture
        .save_with_format(&path, image::ImageFormat::Jpeg)
        .expect("a picture");
    path
}

#[tokio::test]
async fn three_files_dropped_at_once_one_arrives_whole_and_two_say_why_not() {
    let park = Park::start(&[]);
    let applications = park
        .truth("truth/applications?status=not_processed&direction=taxi")
        .await;
    let id = applications[0].to_string();
    let before = park.truth(&format!("truth/application/{id}/files")).await;
    let folder = std::env::temp_dir();
    let good = photo(&folder, "паспорт разворот.jpg", 400);
    let large = folder.join("слишком большой.pdf");
    let mut bytes = b"%PDF-1.4\n".to_vec();
    bytes.resize(11 * 1024 * 1024, b' ');
    bytes.extend_from_slice(b"\nstartxref\n0\n%%EOF\n");
    std::fs::write(&large, bytes).expect("written");
    let text = folder.join("not-an-image.jpg");
    std::fs::write(&text, "это просто текст").expect("written");

    let window = Window::open(&[]).await;
    window.connect(&park.base, KEY).await;
    window.click("nav-applications").await;
    window.screen("applications").await;
    window.click("applications-tab-not_processed").await;
    window.click(&format!("application-row-{id}")).await;
    window.screen("application").await;
    window.find("slot-3").await;
    let place = window.place("tray").await;
    drag_files(&[&good, &large, &text], place).await;
    window.css("[data-testid^=file-refused-]").await;
    window
        .until("two files are refused", async || {
            let page = window.page_text().await;
            page.contains("слишком большой.pdf") && page.contains("not-an-image.jpg")
        })
        .await;
    window.find("tray-item-0").await;
    window
        .look(
            "const s = document.querySelector('[data-testid=tray-slot-0]'); s.value = '3';
         s.dispatchEvent(new Event('change', { bubbles: true })); return s.value",
        )
        .await;
    window.click("tray-send").await;
    window
        .css("[data-testid^=upload-][data-phase=done][data-verification=same_bytes]")
        .await;
    let after = park.truth(&format!("truth/application/{id}/files")).await;
    let (before, after) = (
        before.as_array().expect("a list"),
        after.as_array().expect("a list"),
    );
    assert_eq!(after.len(), before.len() + 1, "exactly one file arrived");
    let arrived = after
        .iter()
        .find(|file| !before.contains(file))
        .expect("the new one");
    assert_eq!(
        arrived["sha256"],
        hash(&std::fs::read(&good).expect("read"))
    );
    assert_eq!(arrived["name"], "паспорт разворот.jpg");
    window.close().await;
}
