//! What is shown of the rows that came: which are kept, in which order. Caches go when rows come, change or go; what
//! was read of dictionaries stays, because they only grow.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::{
    kept::Kept,
    kind::{Order, Rows},
    lettering::Lettering,
    order::{ById, arranged},
    sieve::Sieve,
    types::Narrowing,
};
use crate::{error::DeskResult, search};

pub struct View<K: Rows> {
    pub order: Order<K::Column>,
    pub lettering: Lettering,
    narrowing: Narrowing,
    sieve: Option<Sieve<K>>,
    kept: Kept,
    /// The words in the other keyboard layout; sifted while those that were typed find nothing.
    otherwise: Option<Otherwise<K>>,
    by_id: Option<ById>,
    /// The kept rows in their order; made when they are looked at.
    places: Option<Arc<Vec<u32>>>,
}

struct Otherwise<K: Rows> {
    words: String,
    sieve: Sieve<K>,
    /// `None` while it is not needed.
    kept: Option<Kept>,
}

impl<K: Rows> Default for View<K> {
    fn default() -> Self {
        Self {
            order: K::USUAL,
            lettering: Lettering::default(),
            narrowing: Narrowing::default(),
            sieve: None,
            kept: Kept::All,
            otherwise: None,
            by_id: None,
            places: None,
        }
    }
}

impl<K: Rows> View<K> {
    /// # Errors
    /// `InvalidInput` naming `column` or `period`; then nothing has changed.
    pub fn narrow(&mut self, rows: &K, narrowing: Narrowing, zone: &TimeZone) -> DeskResult<()> {
        let sieve = Sieve::new(&narrowing, &narrowing.find, zone)?;
        let otherwise = match search::in_other_layout(narrowing.find.trim()) {
            None => None,
            Some(words) => Sieve::new(&narrowing, &words, zone)?.map(|sieve| Otherwise {
                words,
                sieve,
                kept: None,
            }),
        };
        (self.narrowing, self.sieve, self.otherwise) = (narrowing, sieve, otherwise);
        self.sift_all(rows);
        Ok(())
    }

    pub fn arrange_by(&mut self, order: Order<K::Column>) {
        self.order = order;
        self.places = None;
    }

    /// These rows came or changed.
    pub fn took(&mut self, rows: &K, places: &[u32]) {
        (self.by_id, self.places) = (None, None);
        if let Some(sieve) = &mut self.sieve {
            sieve.sift(rows, &mut self.lettering, places, &mut self.kept);
        }
        if let Some(Otherwise {
            sieve,
            kept: Some(kept),
            ..
        }) = &mut self.otherwise
        {
            sieve.sift(rows, &mut self.lettering, places, kept);
        }
        self.try_otherwise(rows);
    }

    /// Rows went, and the others changed their places.
    pub fn forgot(&mut self, rows: &K) {
        self.by_id = None;
        self.sift_all(rows);
    }

    fn sift_all(&mut self, rows: &K) {
        self.places = None;
        let lettering = &mut self.lettering;
        let sifted = self
            .sieve
            .as_mut()
            .map(|sieve| sieve.sift_all(rows, lettering));
        self.kept = sifted.unwrap_or(Kept::All);
        if let Some(otherwise) = &mut self.otherwise {
            otherwise.kept = None;
        }
        self.try_otherwise(rows);
    }

    fn try_otherwise(&mut self, rows: &K) {
        let Some(otherwise) = &mut self.otherwise else {
            return;
        };
        if self.kept.count(rows.index().len()) > 0 {
            otherwise.kept = None;
        } else if otherwise.kept.is_none() {
            otherwise.kept = Some(otherwise.sieve.sift_all(rows, &mut self.lettering));
        }
    }

    /// The words in the other layout and what they keep, when only they find something.
    fn found_otherwise(&self) -> Option<(&str, &Kept)> {
        let otherwise = self.otherwise.as_ref()?;
        let kept = otherwise.kept.as_ref()?;
        (kept.count(0) > 0).then_some((otherwise.words.as_str(), kept))
    }

    pub fn found_as(&self) -> Option<String> {
        self.found_otherwise().map(|(words, _)| words.to_owned())
    }

    pub fn kept(&self) -> &Kept {
        self.found_otherwise().map_or(&self.kept, |(_, kept)| kept)
    }

    /// What is kept whatever days the rows are narrowed to.
    pub fn kept_of_all_days(&mut self, rows: &K, zone: &TimeZone) -> DeskResult<Kept> {
        let narrowing = Narrowing {
            find: self
                .found_as()
                .unwrap_or_else(|| self.narrowing.find.clone()),
            values: self.narrowing.values.clone(),
            days: None,
        };
        let sieve = Sieve::new(&narrowing, &narrowing.find, zone)?;
        let sifted = sieve.map(|mut sieve| sieve.sift_all(rows, &mut self.lettering));
        Ok(sifted.unwrap_or(Kept::All))
    }

    pub fn is_narrowed_to_days(&self) -> bool {
        self.narrowing.days.is_some()
    }

    /// The kept rows in their order, if that was made already.
    pub fn places(&self) -> Option<&Arc<Vec<u32>>> {
        self.places.as_ref()
    }

    pub fn make_places(&mut self, rows: &K) -> Arc<Vec<u32>> {
        if let Some(places) = &self.places {
            return places.clone();
        }
        let by_id = self
            .by_id
            .take()
            .unwrap_or_else(|| ById::of(rows.index().ids()));
        let kept = self.found_otherwise().is_some();
        let kept = match (&self.otherwise, kept) {
            (
                Some(Otherwise {
                    kept: Some(kept), ..
                }),
                true,
            ) => kept,
            _ => &self.kept,
        };
        let places = Arc::new(arranged(
            rows,
            &mut self.lettering,
            &by_id,
            kept,
            &self.order,
        ));
        self.by_id = Some(by_id);
        self.places = Some(places.clone());
        places
    }

    /// Other rows in the same order.
    pub fn arrange(&mut self, rows: &K, kept: &Kept) -> Vec<u32> {
        let by_id = self
            .by_id
            .get_or_insert_with(|| ById::of(rows.index().ids()));
        arranged(rows, &mut self.lettering, by_id, kept, &self.order)
    }
}
