//! Drawn stand-ins for document scans: real JPEG, PNG and PDF bytes with a page, a portrait and lines of text.

use bytes::Bytes;
use image::{ImageFormat, Rgb, RgbImage};
use std::{collections::HashMap, io::Cursor, sync::LazyLock};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    Jpeg,
    Png,
    Pdf,
}

impl Format {
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    pub fn content_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }
}

/// A scan of this document type in this format; the same one always has the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scan {
    pub document: i64,
    pub format: Format,
}

type Drawn = HashMap<Scan, Bytes>;
static DRAWN: LazyLock<parking_lot::Mutex<Drawn>> = LazyLock::new(Default::default);

impl Scan {
    pub fn bytes(self) -> Bytes {
        DRAWN
            .lock()
            .entry(self)
            .or_insert_with(|| self.draw())
            .clone()
    }

    fn draw(self) -> Bytes {
        match self.format {
            Format::Jpeg => encode(&page(self.document), ImageFormat::Jpeg),
            Format::Png => encode(&page(self.document), ImageFormat::Png),
            Format::Pdf => pdf(self.document),
        }
    }
}

/// A decodable picture encoded again in its own format, or `None` if it is no picture.
pub fn encode_again(bytes: &[u8]) -> Option<Bytes> {
    let format = image::guess_format(bytes).ok()?;
    let picture = image::load_from_memory_with_format(bytes, format).ok()?;
    let encoded = encode(&picture.to_rgb8(), format);
    (!encoded.is_empty()).then_some(encoded)
}

fn encode(picture: &RgbImage, format: ImageFormat) -> Bytes {
    let mut out = Cursor::new(Vec::new());
    match picture.write_to(&mut out, format) {
        Ok(()) => Bytes::from(out.into_inner()),
        Err(_) => Bytes::new(),
    }
}

const PAPERS: [[u8; 3]; 4] = [
    [244, 226, 222],
    [224, 233, 244],
    [236, 240, 224],
    [240, 232, 212],
];

fn page(document: i64) -> RgbImage {
    let (width, height) = if matches!(document, 3..=5) {
        (420, 580)
    } else {
        (580, 370)
    };
    let mut picture = RgbImage::from_pixel(width, height, Rgb([96, 90, 84]));
    let paper = PAPERS[document.unsigned_abs() as usize % PAPERS.len()];
    fill(&mut picture, (14, 14), (width - 28, height - 28), paper);
    fill(&mut picture, (36, 70), (110, 140), [150, 156, 168]);
    fill(&mut picture, (70, 92), (42, 52), [206, 178, 156]);
    fill(&mut picture, (54, 150), (74, 60), [70, 84, 110]);
    fill(&mut picture, (36, 32), (width - 72, 18), [128, 60, 66]);
    for line in 0..(height - 100) / 26 {
        let length =
            60 + (u64::from(line) * 53 + document.unsigned_abs() * 31) as u32 % (width - 260);
        fill(
            &mut picture,
            (172, 74 + line * 26),
            (length, 9),
            [52, 52, 60],
        );
    }
    picture
}

fn fill(picture: &mut RgbImage, at: (u32, u32), size: (u32, u32), color: [u8; 3]) {
    for y in at.1..(at.1 + size.1).min(picture.height()) {
        for x in at.0..(at.0 + size.0).min(picture.width()) {
            picture.put_pixel(x, y, Rgb(color));
        }
    }
}

/// One page with a frame, bars of "text" and the document's number, with a correct cross-reference table.
fn pdf(document: i64) -> Bytes {
    let drawing = format!(
        "0.2 w 40 40 515 762 re S 0.6 g 60 600 110 140 re f 0.3 g 190 720 300 9 re f 190 690 240 9 re f \
         BT /F1 18 Tf 60 770 Td (DEMO DOCUMENT {document}) Tj ET"
    );
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!(
            "<< /Length {} >>\nstream\n{drawing}\nendstream",
            drawing.len()
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut text = String::from("%PDF-1.4\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (place, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", text.len()));
        text.push_str(&format!("{} 0 obj\n{object}\nendobj\n", place + 1));
    }
    let start = text.len();
    text.push_str(&format!(
        "xref\n0 6\n{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    ));
    Bytes::from(text)
}
