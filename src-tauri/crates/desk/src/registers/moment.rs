//! A time as the service wrote it, in sixteen bytes: the same text comes out, and rows are ordered by its instant.

use jiff::{Timestamp, fmt::temporal::Pieces, tz::Offset};

use super::dictionary::{ABSENT, Texts};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    Absent,
    At {
        second: i64,
        offset_seconds: i32,
        form: Form,
    },
    /// Anything written otherwise; a place in the dictionary of texts.
    Text(u32),
}

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
    pub fn pack(text: Option<&str>, texts: &mut Texts) -> Self {
        let Some(text) = text else {
            return Self::Absent;
        };
        Self::known(text).unwrap_or_else(|| Self::Text(texts.code(Some(text))))
    }

    fn known(text: &str) -> Option<Self> {
        let at: Timestamp = text.parse().ok()?;
        let offset = Pieces::parse(text)
            .ok()?
            .to_numeric_offset()
            .unwrap_or(Offset::UTC);
        let forms = [Form::Offset, Form::Zulu, Form::ZuluMicros];
        let form = forms
            .into_iter()
            .find(|form| form.write(at, offset) == text)?;
        (at.subsec_nanosecond() == 0).then_some(Self::At {
            second: at.as_second(),
            offset_seconds: offset.seconds(),
            form,
        })
    }

    /// The text as it came.
    pub fn text(self, texts: &Texts) -> Option<String> {
        match self {
            Self::Absent => None,
            Self::Text(code) => texts.get(code).map(str::to_owned),
            Self::At {
                second,
                offset_seconds,
                form,
            } => {
                let at = Timestamp::from_second(second).ok()?;
                let offset = Offset::from_seconds(offset_seconds).ok()?;
                Some(form.write(at, offset))
            }
        }
    }

    /// `None` also for a text that is no time.
    pub fn instant(self, texts: &Texts) -> Option<Timestamp> {
        match self {
            Self::Absent | Self::Text(ABSENT) => None,
            Self::Text(code) => texts.get(code)?.parse().ok(),
            Self::At { second, .. } => Timestamp::from_second(second).ok(),
        }
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
        ];
        for text in known {
            let moment = Moment::pack(Some(text), &mut texts);
            assert!(matches!(moment, Moment::At { .. }), "{text}");
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
        assert_eq!(size_of::<Moment>(), 16);
    }
}
