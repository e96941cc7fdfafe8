//! Limits, the search for duplicates, and the name that the journal writes. Problems: `operation_limit`, `day_limit` with
//! the codes of [`amount`](super::amount); `duplicate_days` (`duplicate_days`); `name` (`too_long`).

use super::{amount::typed_amount, types::MoneySettings};
use crate::{
    Desk,
    checks::problem,
    error::{DeskError, DeskErrorCode, DeskResult, FieldProblem},
};

const LONGEST_NAME: usize = 60;
const MOST_DAYS: u32 = 28;

impl Desk {
    /// Limits and the name that the journal writes.
    ///
    /// # Errors
    /// None.
    pub fn money_settings(&self) -> DeskResult<MoneySettings> {
        Ok(self.0.connections.money())
    }

    /// Keeps the limits and the name; answers them as kept.
    ///
    /// # Errors
    /// `InvalidInput` with the fields, codes as above; `SettingsNotSaved`. Nothing is kept then.
    pub fn set_money_settings(&self, settings: MoneySettings) -> DeskResult<MoneySettings> {
        let settings = MoneySettings {
            name: settings.name.trim().to_owned(),
            operation_limit: settings.operation_limit.trim().to_owned(),
            day_limit: settings.day_limit.trim().to_owned(),
            duplicate_days: settings.duplicate_days,
        };
        let problems = problems(&settings);
        if !problems.is_empty() {
            return Err(DeskError::new(DeskErrorCode::InvalidInput).with_fields(problems));
        }
        self.change_settings(|kept| {
            kept.money = settings.clone();
            Ok(settings)
        })
    }
}

fn problems(settings: &MoneySettings) -> Vec<FieldProblem> {
    let limits = [
        ("operation_limit", &settings.operation_limit),
        ("day_limit", &settings.day_limit),
    ];
    let mut problems: Vec<FieldProblem> = limits
        .into_iter()
        .filter(|(_, typed)| !typed.is_empty())
        .filter_map(|(field, typed)| {
            let fault = typed_amount(typed).err()?;
            Some(problem(field, &fault.code))
        })
        .collect();
    if settings.duplicate_days > MOST_DAYS {
        problems.push(problem("duplicate_days", "duplicate_days"));
    }
    if settings.name.chars().count() > LONGEST_NAME {
        problems.push(problem("name", "too_long"));
    }
    problems
}
