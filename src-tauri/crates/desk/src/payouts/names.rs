//! Whose name a text is: «Иванов Иван», «Иван Иванов», «Иванов И. И.», with ё or е, in any letters. Two people whom the
//! same text fits are two people: nothing is chosen here.

use std::collections::HashMap;

/// A name as comparable words, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words(Vec<String>);

/// How well a text names a person: words that are the same, and words that may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    whole: usize,
    initials: usize,
}

impl Words {
    pub fn of(name: &str) -> Self {
        let mut words = Vec::new();
        let mut word = String::new();
        for letter in name.chars().flat_map(char::to_lowercase) {
            match letter {
                'ё' => word.push('е'),
                // «й» and «ё» that came in two pieces, as macOS writes them.
                '\u{306}' if word.ends_with('и') => {
                    word.pop();
                    word.push('й');
                }
                '\u{300}'..='\u{36F}' | '\'' | '’' | 'ʼ' | '`' => {}
                '-' | '‐' | '‑' | '–' if !word.is_empty() => word.push('-'),
                letter if letter.is_alphanumeric() => word.push(letter),
                _ => finish(&mut words, &mut word),
            }
        }
        finish(&mut words, &mut word);
        Self(words)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One word alone, or nothing but initials, names nobody for sure.
    pub fn is_vague(&self) -> bool {
        self.0.len() < 2 || !self.0.iter().any(|word| is_whole(word))
    }

    /// Every word of this text is a word of the person's name, or the letter that it begins with. A patronymic may be
    /// missing on either side; anything else that is missing or different makes it another person.
    fn fits(&self, person: &Self) -> Option<Fit> {
        let mut left: Vec<Option<&str>> = person.0.iter().map(|word| Some(word.as_str())).collect();
        let mut take = |wanted: &dyn Fn(&str) -> bool| {
            let place = left.iter_mut().find(|word| word.is_some_and(wanted));
            place.is_some_and(|word| word.take().is_some())
        };
        let mut fit = Fit {
            whole: 0,
            initials: 0,
        };
        let mut strange = 0;
        for word in self.0.iter().filter(|word| is_whole(word)) {
            if take(&|other| other == word) {
                fit.whole += 1;
            } else if take(&|other| !is_whole(other) && word.starts_with(other)) {
                fit.initials += 1;
            } else {
                strange += 1;
            }
        }
        for letter in self.0.iter().filter(|word| !is_whole(word)) {
            match take(&|other| other.starts_with(letter.as_str())) {
                true => fit.initials += 1,
                false => strange += 1,
            }
        }
        // «Иванов Иван Петрович» is the «Иванов Иван» of a list without patronymics.
        let patronymic = strange == 1 && self.0.len() == 3 && person.0.len() == 2;
        let fits = fit.whole > 0 && (strange == 0 || (patronymic && fit.whole == 2));
        fits.then_some(fit)
    }
}

fn finish(words: &mut Vec<String>, word: &mut String) {
    let done = std::mem::take(word);
    let done = done.trim_end_matches('-');
    if !done.is_empty() {
        words.push(done.to_owned());
    }
}

fn is_whole(word: &str) -> bool {
    word.chars().nth(1).is_some()
}

/// Names of people by their words; people go by their place in a list.
#[derive(Debug, Default)]
pub struct Names {
    people: Vec<Words>,
    by_word: HashMap<String, Vec<u32>>,
}

impl Names {
    /// The next person of the list.
    pub fn push(&mut self, name: &str) {
        let place = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
        let words = Words::of(name);
        for word in words.0.iter().filter(|word| is_whole(word)) {
            let places = self.by_word.entry(word.clone()).or_default();
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
        self.people.push(words);
    }

    /// The places of those whom the text fits best.
    pub fn find(&self, text: &Words) -> Vec<u32> {
        let mut places: Vec<u32> = text
            .0
            .iter()
            .filter_map(|word| self.by_word.get(word))
            .flatten()
            .copied()
            .collect();
        places.sort_unstable();
        places.dedup();
        let fit = |place: u32| Some((text.fits(self.people.get(place as usize)?)?, place));
        let fitting: Vec<(Fit, u32)> = places.into_iter().filter_map(fit).collect();
        let best = fitting.iter().map(|(fit, _)| *fit).max();
        let best = fitting.iter().filter(|(fit, _)| Some(*fit) == best);
        best.map(|(_, place)| *place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEOPLE: [&str; 7] = [
        "Иванов Иван Петрович",
        "Семёнов Пётр Сергеевич",
        "Иванова Инна Петровна",
        "Салтыков-Щедрин Михаил",
        "Иванов Игорь Павлович",
        "Ким Олег",
        "Каримов Бахтиёр Угли",
    ];

    fn found(text: &str) -> Vec<&'static str> {
        let mut names = Names::default();
        for name in PEOPLE {
            names.push(name);
        }
        let places = names.find(&Words::of(text));
        places
            .into_iter()
            .map(|place| PEOPLE[place as usize])
            .collect()
    }

    #[test]
    fn a_name_is_known_in_every_usual_writing() {
        let cases = [
            ("Иванов Иван Петрович", 0),
            ("иванов  иван", 0),
            ("Иван ИВАНОВ", 0),
            ("Семенов Петр", 1),
            ("СЕМЁНОВ П.С.", 1),
            ("П. С. Семенов", 1),
            ("Семе\u{308}нов Пе\u{308}тр", 1),
            ("Салтыков‑Щедрин М.", 3),
            ("Ким Олег Львович", 5),
            ("Каримов Бахтиер", 6),
        ];
        for (text, place) in cases {
            assert_eq!(found(text), [PEOPLE[place]], "{text}");
        }
    }

    #[test]
    fn two_people_of_one_text_stay_two() {
        assert_eq!(found("Иванов И.П."), [PEOPLE[0], PEOPLE[4]]);
        assert_eq!(found("Иванов"), [PEOPLE[0], PEOPLE[4]]);
    }

    #[test]
    fn a_different_word_is_a_different_person() {
        for text in [
            "Иванов Иван Сергеевич",
            "Иванов Пётр",
            "Петров Иван Петрович",
            "Ким О. И. Л.",
            "И. П.",
            "",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_surname_alone_names_nobody_for_sure() {
        assert!(Words::of("Ким").is_vague() && Words::of("И. П.").is_vague());
        assert!(!Words::of("Ким О.").is_vague());
    }
}
