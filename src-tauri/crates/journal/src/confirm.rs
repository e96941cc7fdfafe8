//! Confirming: operations, and the register they belong to, in one commit with the events that say who agreed to what.

use std::collections::HashSet;

use rust_decimal::Decimal;

use crate::{
    index::Index,
    journal::Journal,
    mask::mask_json,
    records::{Confirmation, NewOperation, NewRegister},
    rows::{Confirmed, of_operation, of_register},
    trouble::{JournalError, Refusal},
    write::Subject,
    writing::{details, number},
};

impl Journal {
    /// Writes operations, and the register they belong to if any, each with its `Confirmed` event: all or nothing, durable
    /// on return.
    ///
    /// # Errors
    /// [`JournalError::Refused`] when ids, references or rows are taken, the operations do not add up to the register's
    /// control total, or one repeats an operation that may have moved money; any error: nothing is written.
    pub fn confirm(
        &self,
        register: Option<&NewRegister>,
        operations: &[NewOperation],
        confirmation: &Confirmation,
    ) -> Result<(), JournalError> {
        let register = register.map(masked);
        let register = register.as_ref();
        let mut writing = self.write()?;
        let (first, registers) = writing.index(|index| {
            check(index, register, operations)?;
            Ok::<_, JournalError>((index.count(), index.registers_count()))
        })?;
        let mut batch = writing.batch();
        let of = register.map(|_| number(registers));
        if let Some(new) = register {
            let row = batch.register(of_register(new, number(registers)));
            let subject = Subject {
                operation: None,
                register: of,
            };
            batch.event(subject, "confirmed", confirmed(confirmation, row)?);
        }
        for (place, new) in (first..).zip(operations) {
            let row = batch.operation(of_operation(new, number(place), of));
            let subject = Subject {
                operation: Some(number(place)),
                register: None,
            };
            batch.event(subject, "confirmed", confirmed(confirmation, row)?);
        }
        writing.put(&batch)?;
        writing.show_confirmed(&batch, |index| {
            let mut events = 0..;
            let mut mark = || batch.mark(events.next()?);
            if let Some((new, mark)) = register.and_then(|new| Some((new, mark()?))) {
                index.add_register(new.clone(), batch.who().clone(), mark);
            }
            for new in operations {
                if let Some(mark) = mark() {
                    index.add_operation(new.clone(), batch.who().clone(), mark);
                }
            }
        });
        Ok(())
    }
}

/// No account or card number of the rows that were left out is written down.
fn masked(register: &NewRegister) -> NewRegister {
    NewRegister {
        details: mask_json(&register.details),
        ..register.clone()
    }
}

fn confirmed(confirmation: &Confirmation, row: String) -> Result<String, JournalError> {
    details(&Confirmed {
        confirmation: confirmation.clone(),
        row,
    })
}

fn check(
    index: &Index,
    register: Option<&NewRegister>,
    operations: &[NewOperation],
) -> Result<(), JournalError> {
    let refused = |refusal| Err(JournalError::Refused(refusal));
    if operations.is_empty() {
        return refused(Refusal::Empty);
    }
    if let Some(new) = register
        && (new.id.is_empty() || index.register_place(&new.id).is_some())
    {
        return refused(Refusal::Id(new.id.clone()));
    }
    let (mut ids, mut references, mut rows) = (HashSet::new(), HashSet::new(), HashSet::new());
    for new in operations {
        if new.id.is_empty() || index.place(&new.id).is_some() || !ids.insert(&new.id) {
            return refused(Refusal::Id(new.id.clone()));
        }
        let reference = &new.reference;
        let taken = index.by_reference(reference).is_some();
        if reference.is_empty() || taken || !references.insert(reference) {
            return refused(Refusal::Reference(reference.clone()));
        }
        check_row(register, new, &mut rows)?;
        check_repeats(index, new)?;
    }
    match register {
        Some(new) if sum(operations) != Some(new.control) => refused(Refusal::Control),
        _ => Ok(()),
    }
}

/// A row of this very register, each taken once; none without a register.
fn check_row(
    register: Option<&NewRegister>,
    new: &NewOperation,
    rows: &mut HashSet<u32>,
) -> Result<(), JournalError> {
    let row = new.register.as_ref().map_or(0, |(_, row)| *row);
    let fits = match (register, &new.register) {
        (None, None) => true,
        (Some(register), Some((id, row))) => {
            register.id == *id && (1..=register.rows).contains(row) && rows.insert(*row)
        }
        _ => false,
    };
    if fits {
        Ok(())
    } else {
        Err(JournalError::Refused(Refusal::Row(row)))
    }
}

/// Only what is known to have moved nothing is sent again.
fn check_repeats(index: &Index, new: &NewOperation) -> Result<(), JournalError> {
    let Some(former) = &new.repeats else {
        return Ok(());
    };
    let known = index.operation(former);
    if known.is_some_and(|operation| operation.state.moved_nothing()) {
        Ok(())
    } else {
        Err(JournalError::Refused(Refusal::Repeats(former.clone())))
    }
}

/// `None` when the sum cannot be held exactly.
fn sum(operations: &[NewOperation]) -> Option<Decimal> {
    operations.iter().try_fold(Decimal::ZERO, |sum, new| {
        let after = sum.checked_add(new.amount)?;
        // Digits that do not fit are dropped without an error; taking the amount off again gives it away.
        (after.checked_sub(new.amount)? == sum).then_some(after)
    })
}
