//! Which rows are left after a narrowing.

/// Marks by place. Without a narrowing nothing is marked: a million rows need no list of themselves.
pub enum Kept {
    All,
    Marked { marks: Vec<bool>, count: usize },
}

impl Kept {
    pub fn marked(marks: Vec<bool>) -> Self {
        let count = marks.iter().filter(|mark| **mark).count();
        Self::Marked { marks, count }
    }

    pub fn of_places(rows: usize, places: impl Iterator<Item = u32>) -> Self {
        let mut marks = vec![false; rows];
        for place in places {
            if let Some(mark) = marks.get_mut(place as usize) {
                *mark = true;
            }
        }
        Self::marked(marks)
    }

    pub fn has(&self, place: u32) -> bool {
        match self {
            Self::All => true,
            Self::Marked { marks, .. } => marks.get(place as usize).is_some_and(|mark| *mark),
        }
    }

    /// How many of so many rows.
    pub fn count(&self, rows: usize) -> usize {
        match self {
            Self::All => rows,
            Self::Marked { count, .. } => *count,
        }
    }

    /// A row came or changed.
    pub fn mark(&mut self, place: u32, kept: bool) {
        if let Self::Marked { marks, count } = self {
            let place = place as usize;
            if marks.len() <= place {
                marks.resize(place + 1, false);
            }
            if let Some(mark) = marks.get_mut(place) {
                *count = *count + usize::from(kept) - usize::from(*mark);
                *mark = kept;
            }
        }
    }
}
