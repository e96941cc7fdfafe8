//! Pictures made on the spot; no person's scan is needed to test scans.
#![allow(dead_code)]

use image::{DynamicImage, Rgb, RgbImage};
use std::io::Cursor;

pub const WIDTH: u32 = 48;
pub const HEIGHT: u32 = 32;

/// Upright, the quarters are red, green (above), blue, white (below).
pub fn upright(x: u32, y: u32) -> Rgb<u8> {
    match (x < WIDTH / 2, y < HEIGHT / 2) {
        (true, true) => Rgb([255, 0, 0]),
        (false, true) => Rgb([0, 255, 0]),
        (true, false) => Rgb([0, 0, 255]),
        (false, false) => Rgb([255, 255, 255]),
    }
}

/// The pixels as a camera held that way stores them, by the definition of each EXIF value.
pub fn stored(orientation: u8) -> RgbImage {
    let (right, bottom) = (WIDTH - 1, HEIGHT - 1);
    let (width, height) = match orientation {
        5..=8 => (HEIGHT, WIDTH),
        _ => (WIDTH, HEIGHT),
    };
    RgbImage::from_fn(width, height, |x, y| match orientation {
        1 => upright(x, y),
        2 => upright(right - x, y),
        3 => upright(right - x, bottom - y),
        4 => upright(x, bottom - y),
        5 => upright(y, x),
        6 => upright(right - y, x),
        7 => upright(right - y, bottom - x),
        8 => upright(y, bottom - x),
        _ => unreachable!("EXIF knows 1 to 8"),
    })
}

pub fn jpeg_of(picture: RgbImage) -> Vec<u8> {
    encoded(picture.into(), image::ImageFormat::Jpeg)
}

pub fn png_of(picture: DynamicImage) -> Vec<u8> {
    encoded(picture, image::ImageFormat::Png)
}

fn encoded(picture: DynamicImage, format: image::ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Puts an EXIF segment with this orientation where cameras put it, right after the first marker.
pub fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01".to_vec();
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    exif.extend([0, 0, 0, 0]);
    let length = u16::try_from(exif.len() + 2).unwrap();
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xFF, 0xE1]);
    bytes.extend(length.to_be_bytes());
    bytes.extend(exif);
    bytes.extend(&jpeg[2..]);
    bytes
}

pub fn photo(orientation: u8) -> Vec<u8> {
    with_exif(&jpeg_of(stored(orientation)), orientation)
}

pub fn pdf() -> Vec<u8> {
    b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
        .to_vec()
}
