//! The delay before a message is sent. Its spelling stands in no document, so it is kept as text and only understood
//! where it looks like `[D ]HH:MM:SS`.

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Delays up to this many seconds are sent as soon as a status changes; longer ones go out from the vendor's
/// scheduler.
pub const LONGEST_INSTANT: u64 = MINUTE;

/// Seconds; `None` for a text that is not `[D ]HH:MM:SS`.
pub fn timeout_seconds(text: &str) -> Option<u64> {
    let text = text.trim();
    let (days, clock) = match text.split_once(' ') {
        Some((days, clock)) => (number(days)?, clock.trim_start()),
        None => (0, text),
    };
    let mut parts = clock.splitn(3, ':');
    let hours = number(parts.next()?)?;
    let minutes = number(parts.next()?).filter(|minutes| *minutes < 60)?;
    let seconds = whole(parts.next()?).filter(|seconds| *seconds < 60)?;
    let small = minutes * MINUTE + seconds;
    days.checked_mul(DAY)?
        .checked_add(hours.checked_mul(HOUR)?)?
        .checked_add(small)
}

/// `00:01:00`, `3 00:00:00`.
pub fn timeout_text(seconds: u64) -> String {
    let (days, rest) = (seconds / DAY, seconds % DAY);
    let clock = format!(
        "{:02}:{:02}:{:02}",
        rest / HOUR,
        rest % HOUR / MINUTE,
        rest % MINUTE
    );
    match days {
        0 => clock,
        days => format!("{days} {clock}"),
    }
}

/// Seconds may end in a fraction of nothing.
fn whole(text: &str) -> Option<u64> {
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_nothing = fraction.bytes().all(|byte| byte == b'0');
    is_nothing.then(|| number(seconds)).flatten()
}

fn number(text: &str) -> Option<u64> {
    let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn delay_is_understood_in_the_vendors_spelling_and_guessed_in_no_other() {
        for (text, seconds) in [
            ("00:01:00", 60),
            ("0:00:05", 5),
            ("36:00:00", 36 * HOUR),
            ("3 00:00:00", 3 * DAY),
            ("1  02:03:04.000000", DAY + 2 * HOUR + 3 * MINUTE + 4),
        ] {
            assert_eq!(timeout_seconds(text), Some(seconds), "{text}");
        }
        for odd in [
            "",
            "60",
            "01:30",
            "00:61:00",
            "00:00:60",
            "-1 23:59:00",
            "00:00:01.5",
            "PT1M",
            "1 минута",
            "1:2:3:4",
            "99999999999999999999 00:00:00",
        ] {
            assert_eq!(timeout_seconds(odd), None, "{odd}");
        }
    }

    proptest! {
        #[test]
        fn delay_survives_being_written(seconds in 0_u64..4_000_000_000) {
            prop_assert_eq!(timeout_seconds(&timeout_text(seconds)), Some(seconds));
        }

        #[test]
        fn any_text_is_a_delay_or_none(text in "\\PC{0,16}|[0-9 :.]{0,30}") {
            if let Some(seconds) = timeout_seconds(&text) {
                prop_assert_eq!(timeout_seconds(&timeout_text(seconds)), Some(seconds));
            }
        }
    }
}
