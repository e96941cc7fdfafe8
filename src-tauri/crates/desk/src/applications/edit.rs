//! Saving the card of an application: checked by the rules of its direction, read again, sent once and only where
//! something changed, and held against a later reading.

use jump::{Application, CountryEdit, Id};

use super::{
    actions,
    draft::{self, Judge, Verdicts, merged},
    form::{self, Form, value},
    sent,
    types::{
        ActionState, ApplicationField, ApplicationFieldChange, ApplicationFieldEdit,
        ApplicationSaved, ApplicationSection,
    },
    verify::Sent,
};
use crate::{
    Desk,
    checks::{FieldCheck, problem},
    connections::types::ConnectionId,
    dictionaries::Dictionary,
    error::{DeskError, DeskErrorCode, DeskResult, in_doubt},
};

impl Desk {
    /// Checks fields as typed, by the rules of the direction that the reading and the edits make; no network. Codes are
    /// held against dictionaries that are in memory.
    ///
    /// # Errors
    /// `ReviewExpired` when the reading is no longer remembered.
    pub fn check_application(
        &self,
        connection: &ConnectionId,
        reading: &str,
        edits: &[ApplicationFieldEdit],
    ) -> DeskResult<Vec<FieldCheck>> {
        let base = self.0.application_readings.find(reading, connection)?;
        let typed = edits
            .iter()
            .map(|edit| (edit.field, edit.value.clone()))
            .collect();
        let verdicts = self.verdicts(connection, &base.application, &typed);
        let told = verdicts.into_iter().map(|(field, verdict)| {
            let typed = value(&typed, field);
            verdict.of(field.name(), typed)
        });
        Ok(told.collect())
    }

    /// Saves the edited fields, once. Nothing is sent when one of them was changed meanwhile elsewhere to something
    /// else, or when the application's status allows no edit any more (`stale`).
    ///
    /// # Errors
    /// `ReadOnly`; `ReviewExpired` when the reading is of another application or no longer remembered; `InvalidInput`
    /// with the fields that are wrong or that the direction does not have; `RefusedByService` and the other errors of a
    /// call that changed nothing. A save in doubt is never an error: its state says what is known.
    pub async fn save_application(
        &self,
        connection: &ConnectionId,
        application_id: Id,
        reading: &str,
        edits: Vec<ApplicationFieldEdit>,
    ) -> DeskResult<ApplicationSaved> {
        let jump = self.jump_for_writing(connection).await?;
        let readings = &self.0.application_readings;
        let base = readings.of(reading, connection, application_id)?;
        let base_form = form::values(&base.application);
        let typed = draft::typed(&edits, &base_form);
        self.look_up(connection, &typed).await;
        let mine = self.verdicts(connection, &base.application, &typed);
        refuse_wrong(&mine)?;

        let fresh = jump.get_application(application_id).await?;
        let merged = merged(&base_form, &form::values(&fresh), &mine);
        let may_edit = actions::of(fresh.status.as_ref()).edit;
        if !merged.conflicts.is_empty() || !may_edit {
            let conflicts = self
                .edits_told(connection, &fresh, &merged.conflicts, &edits)
                .await;
            let stale = nothing_sent(ActionState::Stale);
            return Ok(ApplicationSaved {
                conflicts,
                desk: self.desk_of(connection, fresh).await.ok(),
                ..stale
            });
        }
        if merged.changes.is_empty() {
            let done = nothing_sent(ActionState::Done);
            return Ok(ApplicationSaved {
                desk: self.desk_of(connection, fresh).await.ok(),
                ..done
            });
        }
        // What changed elsewhere may have changed the rules.
        refuse_wrong(&self.verdicts(connection, &fresh, &merged.changes))?;
        let country = self
            .country(connection, &fresh, &merged.changes, &edits)
            .await?;
        let edit = sent::edit(&fresh, &merged.changes, country)?;
        let told = self
            .edits_told(connection, &fresh, &merged.changes, &edits)
            .await;
        let sent = Sent {
            before: fresh,
            changes: merged.changes,
            told,
        };
        let answer = jump.edit_application(application_id, &edit).await;
        let lost = in_doubt(answer).map_err(under_our_names)?;
        Ok(self.look_at_save(&jump, connection, sent, lost).await)
    }

    pub(super) fn verdicts(
        &self,
        connection: &ConnectionId,
        application: &Application,
        typed: &Form,
    ) -> Verdicts {
        let items =
            |field: ApplicationField| self.remembered(connection, field.dictionary()?, None);
        let documents = |profession| {
            self.remembered(connection, Dictionary::AutoregDocuments, Some(profession))
        };
        let judge = Judge {
            today: self.today(),
            items: &items,
            documents: &documents,
        };
        judge.verdicts(application, typed)
    }

    /// Brings into memory what the verdicts look at. A dictionary that cannot be read stands in nobody's way.
    async fn look_up(&self, connection: &ConnectionId, typed: &Form) {
        for (field, text) in typed {
            if let Some(dictionary) = field.dictionary()
                && *field != ApplicationField::CarModel
            {
                self.items_or_none(connection, dictionary).await;
            }
            if *field == ApplicationField::Profession
                && let Ok(profession) = text.parse::<Id>()
            {
                let documents = Dictionary::AutoregDocuments;
                let read = self.dictionary(connection, documents, Some(profession), false);
                if let Err(error) = read.await {
                    tracing::warn!(code = ?error.code, "the documents of a profession are unknown");
                }
            }
        }
    }

    /// The country that goes with the licence, where the licence goes: the service wants its code and its title. One
    /// that nobody edited and that has no title stays behind.
    ///
    /// # Errors
    /// `InvalidInput` when the country was edited and its title is not known.
    async fn country(
        &self,
        connection: &ConnectionId,
        fresh: &Application,
        changes: &Form,
        edits: &[ApplicationFieldEdit],
    ) -> DeskResult<Option<CountryEdit>> {
        const FIELD: ApplicationField = ApplicationField::LicenseCountry;
        let sections = changes.keys().map(|field| field.section());
        if !sections
            .into_iter()
            .any(|one| one == ApplicationSection::License)
        {
            return Ok(None);
        }
        let edited = changes.get(&FIELD);
        let present = form::values(fresh);
        let code = edited.map_or_else(|| value(&present, FIELD), String::as_str);
        let title = self.read_as(connection, fresh, FIELD, code, edits).await;
        if code.is_empty() || title.is_empty() {
            return match edited {
                None => Ok(None),
                Some(_) => {
                    let unknown = problem(FIELD.name(), "not_in_dictionary");
                    Err(DeskError::new(DeskErrorCode::InvalidInput).with_fields(vec![unknown]))
                }
            };
        }
        Ok(Some(CountryEdit {
            value: code.to_owned(),
            title,
        }))
    }

    /// Changes as people read them, from what is there now to `values`.
    async fn edits_told(
        &self,
        connection: &ConnectionId,
        now: &Application,
        values: &Form,
        edits: &[ApplicationFieldEdit],
    ) -> Vec<ApplicationFieldChange> {
        let present = form::values(now);
        let mut told = Vec::new();
        for (field, after) in values {
            let before = value(&present, *field);
            let title = self.title(connection, now, *field, before).await;
            let after_title = self.read_as(connection, now, *field, after, edits).await;
            told.push(ApplicationFieldChange {
                field: *field,
                before: or_code(title, before),
                after: or_code(after_title, after),
            });
        }
        told
    }

    /// The title of a code that may have been chosen just now: the chosen item's own title helps out.
    async fn read_as(
        &self,
        connection: &ConnectionId,
        now: &Application,
        field: ApplicationField,
        code: &str,
        edits: &[ApplicationFieldEdit],
    ) -> String {
        let title = self.title(connection, now, field, code).await;
        if !title.is_empty() || field.dictionary().is_none() {
            return title;
        }
        let chosen = edits.iter().rev().find(|edit| edit.field == field);
        let chosen = chosen.filter(|edit| edit.value.trim() == code);
        chosen.map_or(String::new(), |edit| edit.title.trim().to_owned())
    }
}

fn or_code(title: String, code: &str) -> String {
    match title.is_empty() {
        true => code.to_owned(),
        false => title,
    }
}

pub(super) fn nothing_sent(state: ActionState) -> ApplicationSaved {
    ApplicationSaved {
        state,
        saved: Vec::new(),
        ignored: Vec::new(),
        conflicts: Vec::new(),
        desk: None,
        trace_id: None,
    }
}

fn refuse_wrong(verdicts: &Verdicts) -> DeskResult<()> {
    let wrong = verdicts.iter().filter(|(_, verdict)| verdict.is_error());
    let problems: Vec<_> = wrong
        .map(|(field, verdict)| verdict.problem(field.name()))
        .collect();
    match problems.is_empty() {
        true => Ok(()),
        false => Err(DeskError::new(DeskErrorCode::InvalidInput).with_fields(problems)),
    }
}

/// The service's refusal with its fields under the names of the screen.
fn under_our_names(mut error: DeskError) -> DeskError {
    error.fields = error.fields.into_iter().map(sent::renamed).collect();
    error
}
