//! A time as the service wrote it, in eight bytes: the same text comes out, and rows are ordered by its instant.

use jiff::{Timestamp, fmt::temporal::Pieces, tz::Offset};

use super::dictionary::{ABSENT, Texts};

/// Absent, or a second with the offset and the form it was written with, or a place in the dictionary of texts for
/// anything written otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment(i64);

/// The writings that are kept as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `2026-03-01T12:00:00+03:00`
    Offset,
    /// `2026-03-01T09:00:00Z`
    Zulu,
    /// `2026-03-01T09:00:00.000000Z`
    ZuluMicros,
}

const FORMS: [Form; 3] = [Form::Offset, Form::Zulu, Form::ZuluMicros];

impl Form {
    fn write(self, at: Timestamp, offset: Offset) -> String {
        match self {
            Self::Offset => at.display_with_offset(offset).to_string(),
            Self::Zulu => at.to_string(),
            Self::ZuluMicros => format!("{at:.6}"),
        }
    }
}

impl Moment {
    const ABSENT: i64 = i64::MIN;
    /// Values from here up are seconds; between lie the codes of texts.
    const LEAST: i64 = i64::MIN / 2;
    /// Below the second: the offset in 18 bits, the form in two.
    const BELOW_SECOND: u32 = 20;
    const BELOW_OFFSET: u32 = 2;
    const EASTMOST: i64 = 1 << 17;

    pub fn pack(text: Option<&str>, texts: &mut Texts) -> Self {
        let Some(text) = text else {
            return Self(Self::ABSENT);
        };
        let other = |texts: &mut Texts| match texts.code(Some(text)) {
            ABSENT => Self(Self::ABSENT),
            code => Self(Self::ABSENT + 1 + i64::from(code)),
        };
        Self::known(text).unwrap_or_else(|| other(texts))
    }

    fn known(text: &str) -> Option<Self> {
        let at: Timestamp = text.parse().ok()?;
        let offset = Pieces::parse(text)
            .ok()?
            .to_numeric_offset()
            .unwrap_or(Offset::UTC);
        let form = (0..)
            .zip(FORMS)
            .find_map(|(number, form)| (form.write(at, offset) == text).then_some(number))?;
        let east = i64::from(offset.seconds()) + Self::EASTMOST;
        let below = east << Self::BELOW_OFFSET | form;
        (at.subsec_nanosecond() == 0).then_some(Self(at.as_second() << Self::BELOW_SECOND | below))
    }

    /// The text as it came.
    pub fn text(self, texts: &Texts) -> Option<String> {
        if let Some(code) = self.written_otherwise() {
            return texts.get(code).map(str::to_owned);
        }
        let at = Timestamp::from_second(self.second()?).ok()?;
        let below = self.0 & ((1 << Self::BELOW_SECOND) - 1);
        let east = (below >> Self::BELOW_OFFSET) - Self::EASTMOST;
        let offset = Offset::from_seconds(i32::try_from(east).ok()?).ok()?;
        let form = usize::try_from(below & ((1 << Self::BELOW_OFFSET) - 1)).ok()?;
        Some(FORMS.get(form)?.write(at, offset))
    }

    /// `None` also for a text that is no time.
    pub fn instant(self, texts: &Texts) -> Option<Timestamp> {
        match self.written_otherwise() {
            Some(code) => texts.get(code)?.parse().ok(),
            None => Timestamp::from_second(self.second()?).ok(),
        }
    }

    /// The second that is kept as a number, without looking at texts.
    pub fn second(self) -> Option<i64> {
        (self.0 >= Self::LEAST).then_some(self.0 >> Self::BELOW_SECOND)
    }

    /// The code of a text that is kept as it came.
    pub fn written_otherwise(self) -> Option<u32> {
        let is_text = self.0 > Self::ABSENT && self.0 < Self::LEAST;
        is_text
            .then(|| u32::try_from(self.0 - Self::ABSENT - 1).ok())
            .flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_writing_of_a_time_comes_back_as_it_was_and_keeps_its_instant() {
        let mut texts = Texts::default();
        let noon = "2026-03-01T09:00:00Z".parse::<Timestamp>().unwrap();
        let known = [
            "2026-03-01T12:00:00+03:00",
            "2026-03-01T09:00:00Z",
            "2026-03-01T09:00:00.000000Z",
            "2026-02-28T22:30:00-10:30",
        ];
        for text in known {
            let moment = Moment::pack(Some(text), &mut texts);
            assert_eq!(moment.second(), Some(noon.as_second()), "{text}");
            assert_eq!(moment.text(&texts).as_deref(), Some(text));
            assert_eq!(moment.instant(&texts), Some(noon));
        }
        let odd = "2026-03-01T09:00:00.250Z";
        let moment = Moment::pack(Some(odd), &mut texts);
        assert_eq!(moment.text(&texts).as_deref(), Some(odd));
        assert!(moment.instant(&texts) > Some(noon));
        let nonsense = Moment::pack(Some("вчера"), &mut texts);
        assert_eq!(nonsense.text(&texts).as_deref(), Some("вчера"));
        assert_eq!(nonsense.instant(&texts), None);
        assert_eq!(Moment::pack(None, &mut texts).text(&texts), None);
        assert_eq!(size_of::<Moment>(), 8);
    }
}
