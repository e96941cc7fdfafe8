//! Small pictures: upright, quick, and no trap for memory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{HEIGHT, WIDTH, pdf, photo, png_of, stored, upright};
use documents::{Rules, Thumbnail, ThumbnailFault, ThumbnailFormat, thumbnail, thumbnail_of_file};
use image::{Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;

fn drawn(thumbnail: &Thumbnail) -> RgbImage {
    image::load_from_memory(&thumbnail.bytes).unwrap().to_rgb8()
}

/// Colours survive JPEG only nearly.
fn near(a: Rgb<u8>, b: Rgb<u8>) -> bool {
    a.0.iter().zip(b.0).all(|(a, b)| a.abs_diff(b) < 60)
}

#[test]
fn photo_is_upright_however_the_camera_was_held() {
    for orientation in 1..=8 {
        for max_px in [WIDTH / 2, WIDTH, 500] {
            let small = thumbnail(&photo(orientation), max_px).unwrap();
            let picture = drawn(&small);
            let scale = WIDTH / small.width;
            assert_eq!(
                (small.width * scale, small.height * scale),
                (WIDTH, HEIGHT),
                "orientation {orientation}"
            );
            for (x, y) in [(4, 4), (40, 4), (4, 28), (40, 28)] {
                let pixel = *picture.get_pixel(x / scale, y / scale);
                assert!(
                    near(pixel, upright(x, y)),
                    "orientation {orientation}, {x}:{y} is {pixel:?}"
                );
            }
        }
    }
}

/// Whoever shows it turns it once more if it still says how the camera was held.
#[test]
fn small_picture_no_longer_says_how_the_camera_was_held() {
    let small = thumbnail(&photo(6), 500).unwrap();
    let again = thumbnail(&small.bytes, 500).unwrap();
    assert_eq!((again.width, again.height), (WIDTH, HEIGHT));
    assert!(!small.bytes.windows(4).any(|window| window == b"Exif"));
}

/// Whoever looks closely sees the service's own bytes wherever that is possible.
#[test]
fn whole_picture_is_drawn_anew_only_to_be_turned_or_to_fit() {
    let lying = documents::upright(&photo(6), 4096).unwrap();
    assert_eq!((lying.width, lying.height), (WIDTH, HEIGHT));
    let redrawn = lying.redrawn.unwrap();
    assert_eq!((redrawn.width, redrawn.height), (WIDTH, HEIGHT));
    let again = documents::upright(&redrawn.bytes, 4096).unwrap();
    assert_eq!(again.redrawn, None);

    let straight = documents::upright(&photo(1), 4096).unwrap();
    assert_eq!(straight.redrawn, None);
    assert_eq!((straight.width, straight.height), (WIDTH, HEIGHT));

    let wide = png_of(RgbImage::from_pixel(5000, 10, Rgb([9, 9, 9])).into());
    let wide = documents::upright(&wide, 4096).unwrap();
    assert_eq!((wide.width, wide.height), (5000, 10));
    let small = wide.redrawn.unwrap();
    assert_eq!((small.width, small.height), (4096, 8));
    let not_drawn = documents::upright(&pdf(), 4096);
    assert_eq!(not_drawn, Err(ThumbnailFault::NotAPicture));
}

#[test]
fn transparent_picture_stays_transparent() {
    let glass = RgbaImage::from_pixel(300, 100, Rgba([10, 20, 30, 0]));
    let small = thumbnail(&png_of(glass.into()), 100).unwrap();
    assert_eq!(small.format, ThumbnailFormat::Png);
    assert_eq!((small.width, small.height), (100, 33));
    let picture = image::load_from_memory(&small.bytes).unwrap().to_rgba8();
    assert_eq!(picture.get_pixel(50, 16).0[3], 0);
}

#[test]
fn picture_of_one_pixel_in_height_still_has_one() {
    let line = RgbImage::from_pixel(2000, 1, Rgb([9, 9, 9]));
    let small = thumbnail(&png_of(line.into()), 100).unwrap();
    assert_eq!((small.width, small.height), (100, 1));
}

/// A few bytes that claim a picture of gigabytes.
#[test]
fn bomb_is_refused_before_memory_is_taken() {
    let mut jpeg = photo(1);
    let frame = jpeg
        .windows(2)
        .position(|window| window == [0xFF, 0xC0])
        .unwrap();
    let claim = |jpeg: &mut Vec<u8>, side: u16| {
        jpeg[frame + 5..frame + 7].copy_from_slice(&side.to_be_bytes());
        jpeg[frame + 7..frame + 9].copy_from_slice(&side.to_be_bytes());
    };
    for side in [60_000, 15_000] {
        claim(&mut jpeg, side);
        assert_eq!(thumbnail(&jpeg, 200), Err(ThumbnailFault::TooManyPixels));
    }
}

#[test]
fn what_is_no_picture_is_said_so() {
    assert_eq!(thumbnail(&pdf(), 200), Err(ThumbnailFault::NotAPicture));
    assert_eq!(thumbnail(b"", 200), Err(ThumbnailFault::NotAPicture));
    let beginning = &photo(1)[..60];
    assert_eq!(thumbnail(beginning, 200), Err(ThumbnailFault::Damaged));
}

#[test]
fn file_and_bytes_give_the_same_picture() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Скан.jpg");
    std::fs::write(&path, photo(8)).unwrap();
    let of_file = thumbnail_of_file(&path, &Rules::default(), 30).unwrap();
    assert_eq!(of_file, thumbnail(&photo(8), 30).unwrap());
    let rules = Rules {
        max_bytes: 100,
        ..Rules::default()
    };
    assert_eq!(
        thumbnail_of_file(&path, &rules, 30),
        Err(ThumbnailFault::Unreadable)
    );
    assert_eq!(
        thumbnail_of_file(folder.path(), &rules, 30),
        Err(ThumbnailFault::Unreadable)
    );
}

/// A guard against a slow path (a filter of high quality takes seconds here), not a measurement.
#[test]
fn photo_of_twelve_megapixels_never_makes_a_person_wait() {
    let large = RgbImage::from_fn(4000, 3000, |x, y| Rgb([x as u8, y as u8, (x ^ y) as u8]));
    let bytes = common::with_exif(&common::jpeg_of(large), 6);
    let begun = std::time::Instant::now();
    let small = thumbnail(&bytes, 320).unwrap();
    let took = begun.elapsed();
    assert_eq!((small.width, small.height), (240, 320));
    assert!(took < std::time::Duration::from_secs(3), "{took:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn broken_pictures_never_stop_the_program(
        png: bool,
        changes in prop::collection::vec((0usize..100_000, any::<u8>()), 1..20),
        kept in 0.1f64..1.0,
    ) {
        let mut bytes = if png { png_of(stored(1).into()) } else { photo(3) };
        let length = bytes.len();
        for (at, byte) in changes {
            bytes[at % length] = byte;
        }
        bytes.truncate((length as f64 * kept) as usize);
        if let Ok(small) = thumbnail(&bytes, 64) {
            prop_assert!(small.width <= 64 && small.height <= 64);
        }
    }
}
