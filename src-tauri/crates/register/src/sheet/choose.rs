//! Roles of the columns: by their titles where these say it, else by what stands in them. Where two columns could be the
//! sum, none is: a person says which.

use std::collections::HashSet;

use super::{
    By, Cell, CellKind, ColumnGuess, Role, Sheet, cell, content,
    header::{self, Title},
    totals,
};

/// Parts of a hundred of a column's cells that decide what it is: some are always mistyped.
const MOST: usize = 70;
/// Identifiers that are all different say little about a handful of rows.
const TELLING: usize = 3;

pub(super) fn roles(sheet: &Sheet, first: usize, of: &mut [ColumnGuess]) {
    let rows = sheet.rows.get(first..).unwrap_or_default();
    let total = |row: &&Vec<Cell>| {
        row.iter()
            .take(3)
            .any(|cell| totals::begins_as_total(&cell.text))
    };
    let rows: Vec<&Vec<Cell>> = rows.iter().filter(|row| !total(row)).collect();
    let seen: Vec<Seen> = (0..of.len())
        .map(|column| Seen::new(&rows, column))
        .collect();
    let said: Vec<Title> = of.iter().map(said).collect();
    by_header(&said, &seen, of);
    by_content(&said, &seen, of);
}

fn said(guess: &ColumnGuess) -> Title {
    guess.title.as_deref().map_or(Title::Unknown, header::read)
}

/// Of columns that claim the same role the one that also looks so, then the one with the stronger title.
fn by_header(said: &[Title], seen: &[Seen], of: &mut [ColumnGuess]) {
    let says = |role: Role| {
        said.iter()
            .any(|title| matches!(title, Title::Role(is, _) if *is == role))
    };
    let apart = says(Role::LastName) && says(Role::FirstName);
    let mut claims: Vec<(Role, bool, u8, usize)> = Vec::new();
    for (column, (title, seen)) in said.iter().zip(seen).enumerate() {
        if let Title::Role(role, rank) = *title {
            let role = match role {
                Role::DriverId if seen.most(seen.references) => Role::AggregatorId,
                // Whole names, whatever the title calls them; or nothing beside it that would make it whole.
                part if is_part(part) && seen.most(seen.names) => Role::Driver,
                Role::LastName | Role::FirstName if !apart => Role::Driver,
                Role::MiddleName if !apart => continue,
                role => role,
            };
            claims.push((role, seen.fits(role), rank, column));
        }
        if *title != Title::Unknown
            && let Some(guess) = of.get_mut(column)
        {
            guess.by = By::Header;
        }
    }
    // A whole name needs no parts beside it.
    if claims
        .iter()
        .any(|claim| claim.0 == Role::Driver && claim.1)
    {
        claims.retain(|claim| !is_part(claim.0));
    }
    for role in [
        Role::Driver,
        Role::LastName,
        Role::FirstName,
        Role::MiddleName,
        Role::DriverId,
        Role::Phone,
        Role::AggregatorId,
        Role::Amount,
        Role::Comment,
    ] {
        let strength = |claim: &(Role, bool, u8, usize)| (claim.1, claim.2);
        let of_role: Vec<_> = claims.iter().filter(|claim| claim.0 == role).collect();
        let Some(best) = of_role.iter().map(|claim| strength(claim)).max() else {
            continue;
        };
        let mut strongest = of_role.iter().filter(|claim| strength(claim) == best);
        let (chosen, rival) = (strongest.next(), strongest.next());
        if let Some((_, _, _, column)) = chosen
            && (role != Role::Amount || rival.is_none())
            && let Some(guess) = of.get_mut(*column)
        {
            guess.role = Some(role);
        }
    }
}

const fn is_part(role: Role) -> bool {
    matches!(role, Role::LastName | Role::FirstName | Role::MiddleName)
}

fn by_content(said: &[Title], seen: &[Seen], of: &mut [ColumnGuess]) {
    let open = |column: &usize| said.get(*column) == Some(&Title::Unknown);
    let claimed = |role: Role| {
        let claims = |title: &Title| matches!(title, Title::Role(is, _) if *is == role);
        said.iter().any(claims)
    };
    let columns: Vec<(usize, &Seen)> = seen
        .iter()
        .enumerate()
        .filter(|(column, _)| open(column))
        .collect();
    let mut give = |role: Role, column: Option<usize>| {
        // Where the name stands in parts, another column of names is somebody else's.
        let same = |known: Role| known == role || (role == Role::Driver && is_part(known));
        let taken = of.iter().any(|guess| guess.role.is_some_and(same));
        if let Some(guess) = column.and_then(|column| of.get_mut(column))
            && !taken
            && guess.role.is_none()
        {
            guess.role = Some(role);
        }
    };
    for role in [Role::Phone, Role::Driver, Role::AggregatorId] {
        let best = columns
            .iter()
            .filter(|(_, seen)| seen.fits(role))
            .map(|(column, _)| *column)
            .next();
        give(role, best);
    }
    let numbers: Vec<(usize, &Seen)> = columns
        .iter()
        .copied()
        .filter(|(_, seen)| seen.is_numbers())
        .collect();
    // Titles that claim the sum in vain are a question already.
    let sum = (!claimed(Role::Amount))
        .then(|| the_sum(&numbers))
        .flatten();
    give(Role::Amount, sum);
    let mut ids = numbers
        .iter()
        .filter(|(column, seen)| Some(*column) != sum && seen.are_ids());
    let id = ids.next().map(|(column, _)| *column);
    if ids.next().is_none() && (sum.is_some() || claimed(Role::Amount)) {
        give(Role::DriverId, id);
    }
}

/// The one column of money; else the one of round or repeated numbers beside identifiers.
fn the_sum(numbers: &[(usize, &Seen)]) -> Option<usize> {
    let one = |fits: fn(&Seen) -> bool| {
        let mut fitting = numbers.iter().filter(|(_, seen)| fits(seen));
        match (fitting.next(), fitting.next()) {
            (Some((column, _)), None) => Some(Some(*column)),
            (Some(_), Some(_)) => Some(None),
            (None, _) => None,
        }
    };
    one(Seen::is_money)
        .or_else(|| one(|seen| !seen.counts && !seen.are_ids()))
        .or_else(|| one(|seen| !seen.counts))?
}

/// What stands in a column, counted.
#[derive(Debug, Default)]
struct Seen {
    filled: usize,
    phones: usize,
    names: usize,
    /// Words of a name alone: a surname, a first name.
    words: usize,
    references: usize,
    sums: usize,
    /// Of the sums those with kopecks, groups or a currency.
    money: usize,
    /// Multiples of ten.
    round: usize,
    wholes: usize,
    different: usize,
    /// Each number is one more than the one above it.
    counts: bool,
}

impl Seen {
    fn new(rows: &[&Vec<Cell>], column: usize) -> Self {
        let mut seen = Self::default();
        let mut different = HashSet::new();
        let mut numbers = Vec::new();
        for row in rows {
            let cell = cell(row, column);
            if cell.kind == CellKind::Empty {
                continue;
            }
            seen.filled += 1;
            different.insert(cell.text.trim());
            seen.add(cell);
            numbers.extend(content::whole(cell));
        }
        seen.different = different.len();
        let steps = numbers.windows(2);
        let even = steps
            .filter(|pair| matches!(pair, [a, b] if a.checked_add(1) == Some(*b)))
            .count();
        let alone = numbers.len() == 1 && rows.len() == 1 && numbers.first() == Some(&1);
        let most = numbers.len() > 1 && even * 5 >= (numbers.len() - 1) * 4;
        seen.counts = numbers.len() == seen.filled && (most || alone);
        seen
    }

    fn add(&mut self, cell: &Cell) {
        let whole = content::whole(cell);
        self.phones += usize::from(content::is_phone(&cell.text));
        self.names += usize::from(content::is_name(&cell.text));
        self.words += usize::from(content::is_word_of_name(&cell.text));
        self.references += usize::from(content::is_reference(&cell.text));
        self.sums += usize::from(content::is_sum(cell));
        self.money += usize::from(content::is_money(cell));
        self.wholes += usize::from(whole.is_some());
        self.round += usize::from(whole.is_some_and(|whole| whole % 10 == 0));
    }

    fn most(&self, count: usize) -> bool {
        self.filled > 0 && count * 100 >= self.filled * MOST
    }

    /// Whether the content agrees with a role that the title gives, or gives it itself.
    fn fits(&self, role: Role) -> bool {
        match role {
            Role::Phone => self.most(self.phones),
            Role::Driver => self.most(self.names),
            Role::LastName | Role::FirstName => self.most(self.words),
            // Not everybody has one.
            Role::MiddleName => self.words == self.filled,
            Role::AggregatorId => self.most(self.references),
            Role::Amount => self.most(self.sums),
            Role::DriverId => self.most(self.wholes) && !self.counts,
            Role::Comment => self.filled > 0,
        }
    }

    fn is_numbers(&self) -> bool {
        self.most(self.sums) && !self.most(self.phones)
    }

    fn is_money(&self) -> bool {
        self.money * 2 >= self.filled
    }

    /// Whole, all different, and seldom round.
    fn are_ids(&self) -> bool {
        !self.counts
            && self.filled >= TELLING
            && self.wholes == self.filled
            && self.different == self.filled
            && self.round * 2 < self.filled
    }
}
