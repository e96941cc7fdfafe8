//! What a draft's edits make of the list that was just read. The service deletes what an update does not name, so
//! every requisite that stays is named, and one that goes is a decision of its own.

use std::collections::{BTreeMap, BTreeSet};

use jump::{DictionaryItem, Id, RequisiteWrite};

use super::{
    rows::{last_four, title_in},
    types::{
        RequisiteChange, RequisiteChangeKind, RequisiteDraft, RequisiteEdit, RequisiteForm,
        RequisiteRow, RequisiteTypeView,
    },
    validate,
};
use crate::{
    checks::{only_digits, problem},
    error::FieldProblem,
};

/// One place of the list after the update, or a requisite that will be gone.
#[derive(Debug, Clone)]
pub(crate) enum Planned {
    Kept {
        row: RequisiteRow,
        renamed: Option<String>,
        becomes_default: bool,
    },
    Deleted(RequisiteRow),
    Added(Box<NewRequisite>),
}

/// A new requisite as it will be sent: checked and normalised.
#[derive(Debug, Clone)]
pub(crate) struct NewRequisite {
    pub type_id: Id,
    pub type_title: String,
    pub bank: String,
    pub draft: RequisiteDraft,
}

/// The list after the update, in the service's order, new ones last.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan(pub Vec<Planned>);

/// What the dictionaries say about new requisites. `banks` is empty when they could not be read.
pub(crate) struct Known<'a> {
    pub types: &'a [RequisiteTypeView],
    pub banks: &'a [DictionaryItem],
}

/// Applies the edits, made on the list `base`, to the list `fresh` by id.
pub(crate) fn plan(
    base: &[RequisiteRow],
    fresh: &[RequisiteRow],
    edits: &[RequisiteEdit],
    known: &Known<'_>,
) -> (Plan, Vec<FieldProblem>) {
    let mut problems = Vec::new();
    let Wanted {
        renames,
        deletions,
        default,
    } = wanted(base, fresh, edits, &mut problems);
    let mut planned: Vec<Planned> = fresh
        .iter()
        .map(|row| match row.id {
            Some(id) if deletions.contains(&id) => Planned::Deleted(row.clone()),
            id => Planned::Kept {
                renamed: id
                    .and_then(|id| renames.get(&id).cloned())
                    .filter(|name| *name != row.name),
                becomes_default: id.is_some() && default == id && !row.is_default,
                row: row.clone(),
            },
        })
        .collect();
    for edit in edits {
        if let RequisiteEdit::Add { draft } = edit {
            match new_requisite(draft, known) {
                Ok(new) => planned.push(Planned::Added(Box::new(new))),
                Err(faults) => problems.extend(faults),
            }
        }
    }
    note_duplicates(&planned, &mut problems);
    let new_defaults = edits.iter().filter(|edit| match edit {
        RequisiteEdit::Add { draft } => draft.is_default,
        _ => false,
    });
    if new_defaults.count() + usize::from(default.is_some()) > 1 {
        problems.push(problem("requisites", "second_default"));
    }
    (Plan(planned), problems)
}

/// The edits of known requisites, by id.
struct Wanted {
    renames: BTreeMap<Id, String>,
    deletions: BTreeSet<Id>,
    default: Option<Id>,
}

fn wanted(
    base: &[RequisiteRow],
    fresh: &[RequisiteRow],
    edits: &[RequisiteEdit],
    problems: &mut Vec<FieldProblem>,
) -> Wanted {
    let find = |rows: &[RequisiteRow], id: Id| rows.iter().find(|row| row.id == Some(id)).cloned();
    let mut wanted = Wanted {
        renames: BTreeMap::new(),
        deletions: BTreeSet::new(),
        default: None,
    };
    for edit in edits {
        let (RequisiteEdit::Rename { id, .. }
        | RequisiteEdit::MakeDefault { id }
        | RequisiteEdit::Delete { id }) = edit
        else {
            continue;
        };
        let field = format!("requisites.{id}");
        let Some(row) = find(fresh, *id) else {
            // Deleted there and here: both wanted the same.
            let settled = matches!(edit, RequisiteEdit::Delete { .. }) && find(base, *id).is_some();
            if !settled {
                problems.push(problem(&field, "requisite_gone"));
            }
            continue;
        };
        match edit {
            RequisiteEdit::Rename { name, .. } => {
                let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
                let was = find(base, *id).map_or_else(|| row.name.clone(), |row| row.name);
                if name.is_empty() {
                    problems.push(problem(&format!("{field}.name"), "required"));
                } else if row.name != was && row.name != name && name != was {
                    problems.push(changed_elsewhere(&field, &name, &row.name));
                } else if name != was {
                    wanted.renames.insert(*id, name);
                }
            }
            RequisiteEdit::MakeDefault { .. } => {
                if wanted.default.is_some_and(|other| other != *id) {
                    problems.push(problem("requisites", "second_default"));
                }
                wanted.default = Some(*id);
            }
            _ => {
                wanted.deletions.insert(*id);
            }
        }
    }
    for id in wanted.renames.keys().chain(&wanted.default) {
        if wanted.deletions.contains(id) {
            problems.push(problem(
                &format!("requisites.{id}"),
                "requisite_deleted_too",
            ));
        }
    }
    wanted
}

fn changed_elsewhere(field: &str, mine: &str, theirs: &str) -> FieldProblem {
    let mut problem = problem(&format!("{field}.name"), "requisite_changed_elsewhere");
    problem.params = BTreeMap::from([
        ("mine".to_owned(), mine.to_owned()),
        ("theirs".to_owned(), theirs.to_owned()),
    ]);
    problem
}

fn new_requisite(
    draft: &RequisiteDraft,
    known: &Known<'_>,
) -> Result<NewRequisite, Vec<FieldProblem>> {
    let field = |member: &str| format!("requisites.{}.{member}", draft.key);
    let Some(type_id) = draft.type_id else {
        return Err(vec![problem(&field("type_id"), "required")]);
    };
    let Some(kind) = known.types.iter().find(|kind| kind.type_id == type_id) else {
        return Err(vec![problem(&field("type_id"), "type_unknown")]);
    };
    if !kind.confirmed {
        let mut unconfirmed = problem(&field("type_id"), "form_not_confirmed");
        unconfirmed.params = BTreeMap::from([
            ("type_id".to_owned(), type_id.to_string()),
            ("title".to_owned(), kind.title.clone()),
        ]);
        return Err(vec![unconfirmed]);
    }
    let checks = validate::checks(kind.form, draft);
    let mut faults: Vec<FieldProblem> = checks
        .iter()
        .filter(|(_, _, verdict)| verdict.is_error())
        .map(|(member, _, verdict)| verdict.problem(&field(member)))
        .collect();
    let bank = draft.sbp_bank_id.filter(|_| takes_sbp_bank(kind.form));
    let is_known = |id: Id| known.banks.iter().any(|item| item.code == id.to_string());
    if !known.banks.is_empty() && bank.is_some_and(|id| !is_known(id)) {
        faults.push(problem(&field("sbp_bank_id"), "sbp_bank_unknown"));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let value = |member: &str| {
        let check = checks.iter().find(|(name, _, _)| *name == member);
        check
            .map(|(_, _, verdict)| verdict.value.clone())
            .unwrap_or_default()
    };
    let account = kind.form == RequisiteForm::Account;
    let bank_name = if account {
        value("bank_name")
    } else {
        String::new()
    };
    Ok(NewRequisite {
        type_id,
        type_title: kind.title.clone(),
        bank: match bank {
            Some(_) => title_in(known.banks, bank),
            None => bank_name.clone(),
        },
        draft: RequisiteDraft {
            key: draft.key.clone(),
            type_id: Some(type_id),
            name: value("name"),
            number: value("number"),
            bik: value("bik"),
            bank_name,
            sbp_bank_id: bank,
            inn: value("inn"),
            payment_text: value("payment_text"),
            last_name: value("last_name"),
            first_name: value("first_name"),
            middle_name: value("middle_name"),
            is_default: draft.is_default,
        },
    })
}

const fn takes_sbp_bank(form: RequisiteForm) -> bool {
    matches!(form, RequisiteForm::Sbp | RequisiteForm::CardPhone)
}

/// The same number of the same type twice. Masked numbers are no evidence.
fn note_duplicates(planned: &[Planned], problems: &mut Vec<FieldProblem>) {
    let mut seen: BTreeMap<(Id, String, String), String> = BTreeMap::new();
    for one in planned {
        let (type_id, number, bik, name) = match one {
            Planned::Kept { row, .. } => {
                let Some(type_id) = row.type_id else { continue };
                (type_id, &row.number, &row.bik, &row.name)
            }
            Planned::Added(new) => (
                new.type_id,
                &new.draft.number,
                &new.draft.bik,
                &new.draft.name,
            ),
            Planned::Deleted(_) => continue,
        };
        let number = number.trim_start_matches('+');
        let number = match one {
            Planned::Kept { .. } => only_digits(number),
            _ => Some(number.to_owned()),
        };
        let Some(number) = number else { continue };
        let key = (type_id, number, bik.clone());
        if let (Planned::Added(new), Some(other)) = (one, seen.get(&key)) {
            let field = format!("requisites.{}.number", new.draft.key);
            let mut duplicate = problem(&field, "duplicate_requisite");
            duplicate.params.insert("name".to_owned(), other.clone());
            problems.push(duplicate);
        }
        seen.entry(key).or_insert_with(|| name.clone());
    }
}

impl Planned {
    /// Does the update do anything to it?
    pub fn changes(&self) -> bool {
        match self {
            Self::Kept {
                renamed,
                becomes_default,
                ..
            } => renamed.is_some() || *becomes_default,
            Self::Deleted(_) | Self::Added(_) => true,
        }
    }

    /// For the screen. `default_moves`: another requisite becomes the default.
    fn told(&self, default_moves: bool) -> RequisiteChange {
        match self {
            Self::Kept {
                row,
                renamed,
                becomes_default,
            } => {
                let kind = match self.changes() {
                    true => RequisiteChangeKind::Changed,
                    false => RequisiteChangeKind::Unchanged,
                };
                RequisiteChange {
                    name: renamed.clone().unwrap_or_else(|| row.name.clone()),
                    name_before: renamed.as_ref().map(|_| row.name.clone()),
                    is_default: *becomes_default || (row.is_default && !default_moves),
                    becomes_default: *becomes_default,
                    ..of_row(row, kind)
                }
            }
            Self::Deleted(row) => of_row(row, RequisiteChangeKind::Deleted),
            Self::Added(new) => RequisiteChange {
                kind: RequisiteChangeKind::Added,
                id: None,
                name: new.draft.name.clone(),
                name_before: None,
                type_id: Some(new.type_id),
                type_title: new.type_title.clone(),
                number: new.draft.number.clone(),
                bank: new.bank.clone(),
                sbp_bank_id: new.draft.sbp_bank_id,
                is_default: new.draft.is_default,
                becomes_default: new.draft.is_default,
                last_four: last_four(&[&new.draft.number]),
            },
        }
    }

    const fn makes_default(&self) -> bool {
        match self {
            Self::Kept {
                becomes_default, ..
            } => *becomes_default,
            Self::Added(new) => new.draft.is_default,
            Self::Deleted(_) => false,
        }
    }
}

fn of_row(row: &RequisiteRow, kind: RequisiteChangeKind) -> RequisiteChange {
    RequisiteChange {
        kind,
        id: row.id,
        name: row.name.clone(),
        name_before: None,
        type_id: row.type_id,
        type_title: row.type_title.clone(),
        number: row.number.clone(),
        bank: row.bank.clone(),
        sbp_bank_id: row.sbp_bank_id,
        is_default: row.is_default,
        becomes_default: false,
        last_four: row.last_four.clone(),
    }
}

impl Plan {
    pub fn changes_anything(&self) -> bool {
        self.0.iter().any(Planned::changes)
    }

    pub fn told(&self) -> Vec<RequisiteChange> {
        let default_moves = self.default_moves();
        self.0.iter().map(|one| one.told(default_moves)).collect()
    }

    pub fn told_one(&self, one: &Planned) -> RequisiteChange {
        one.told(self.default_moves())
    }

    pub fn deletions(&self) -> impl Iterator<Item = &RequisiteRow> {
        self.0.iter().filter_map(|one| match one {
            Planned::Deleted(row) => Some(row),
            _ => None,
        })
    }

    /// The keys of the list as it is sent, for the service's `requisites.<place>.…`.
    pub fn sent_keys(&self) -> Vec<String> {
        let key = |one: &Planned| match one {
            Planned::Kept { row, .. } => row.id.map(|id| id.to_string()),
            Planned::Added(new) => Some(new.draft.key.clone()),
            Planned::Deleted(_) => None,
        };
        self.0.iter().filter_map(key).collect()
    }

    fn default_moves(&self) -> bool {
        self.0.iter().any(Planned::makes_default)
    }

    /// The whole list for the update; `None` when a requisite that stays has no id or type to name it by.
    pub fn writes(&self) -> Option<Vec<RequisiteWrite>> {
        let default_moves = self.default_moves();
        // A service that shows two defaults is not helped by choosing one for it.
        let shown_defaults = self.0.iter().filter(|one| match one {
            Planned::Kept { row, .. } => row.is_default,
            _ => false,
        });
        let keeps_default = !default_moves && shown_defaults.count() == 1;
        let mut writes = Vec::with_capacity(self.0.len());
        for one in &self.0 {
            match one {
                Planned::Kept {
                    row,
                    renamed,
                    becomes_default,
                } => writes.push(RequisiteWrite::Keep {
                    id: row.id?,
                    type_id: row.type_id?,
                    name: renamed.clone().or_else(|| own_name(row)),
                    is_default: *becomes_default || (keeps_default && row.is_default),
                }),
                Planned::Added(new) => writes.push(new.write()),
                Planned::Deleted(_) => {}
            }
        }
        Some(writes)
    }
}

/// The name to send back. Where nobody gave one, the service shows the type's title in its place, and sending that
/// would make it the name.
fn own_name(row: &RequisiteRow) -> Option<String> {
    (!row.name.is_empty() && row.name != row.type_title).then(|| row.name.clone())
}

impl NewRequisite {
    fn write(&self) -> RequisiteWrite {
        let draft = &self.draft;
        let filled = |text: &String| (!text.is_empty()).then(|| text.clone());
        RequisiteWrite::Create {
            type_id: self.type_id,
            account_number: draft.number.clone(),
            name: filled(&draft.name),
            is_default: draft.is_default,
            sbp_bank_id: draft.sbp_bank_id,
            bik: filled(&draft.bik),
            bank_name: filled(&draft.bank_name),
            inn: filled(&draft.inn),
            payment_text: filled(&draft.payment_text),
            last_name: filled(&draft.last_name),
            first_name: filled(&draft.first_name),
            middle_name: filled(&draft.middle_name),
        }
    }
}

/// What somebody else did to the list between two readings.
pub(crate) fn between(before: &[RequisiteRow], after: &[RequisiteRow]) -> Vec<RequisiteChange> {
    let same = |one: &RequisiteRow, other: &RequisiteRow| one.id.is_some() && one.id == other.id;
    let mut changes = Vec::new();
    for row in after {
        match before.iter().find(|old| same(old, row)) {
            None => changes.push(of_row(row, RequisiteChangeKind::Added)),
            Some(old) if old.name != row.name || old.is_default != row.is_default => {
                changes.push(RequisiteChange {
                    name_before: (old.name != row.name).then(|| old.name.clone()),
                    becomes_default: row.is_default && !old.is_default,
                    ..of_row(row, RequisiteChangeKind::Changed)
                });
            }
            Some(_) => {}
        }
    }
    let gone = before
        .iter()
        .filter(|old| !after.iter().any(|row| same(old, row)));
    changes.extend(gone.map(|row| of_row(row, RequisiteChangeKind::Deleted)));
    changes
}
