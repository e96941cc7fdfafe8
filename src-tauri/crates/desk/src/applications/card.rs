//! The desk of one application: the card as a form, what may be done with it, and its documents. A reading of it is
//! remembered, so that a save knows what its edits were made from.

use jiff::civil::Date;
use jump::{Application, DictionaryItem, Id};

use super::{
    actions,
    check::{Around, never_blocking, no_items},
    form::{self, Form, value},
    readings::Reading,
    rules::{Direction, Rules},
    slots,
    types::{ApplicationDesk, ApplicationField, ApplicationFormField},
};
use crate::{
    Desk,
    checks::Verdict,
    connections::types::ConnectionId,
    dictionaries::{Dictionary, TAXI_PROFESSION},
    error::{DeskErrorCode, DeskResult},
};

impl Desk {
    /// One application with a slot for each document type that its profession asks for. Where the profession is not
    /// known yet, or is one that the service has no documents for, all types are offered.
    ///
    /// # Errors
    /// Those of the calls. Titles and integrations are left out where their dictionary cannot be read.
    pub async fn application_desk(
        &self,
        connection: &ConnectionId,
        application_id: Id,
    ) -> DeskResult<ApplicationDesk> {
        let jump = self.jump(connection).await?;
        let application = jump.get_application(application_id).await?;
        self.desk_of(connection, application).await
    }

    /// An application that was just read, as a desk.
    pub(super) async fn desk_of(
        &self,
        connection: &ConnectionId,
        application: Application,
    ) -> DeskResult<ApplicationDesk> {
        let profession = application.profession.as_ref().and_then(|known| known.id);
        let (documents, profession_unknown) = self.documents(connection, profession).await?;
        let mut records = self.0.connections.record(connection)?.document_slots;
        let ours = records
            .remove(&application.id.to_string())
            .unwrap_or_default();
        let (slots, other_files) = slots::placed(documents, &application.files, &ours);
        self.remember_licence(connection, &application);
        let form = form::values(&application);
        let rules = self.rules_of(&application, &form);
        let park = self
            .items_or_none(connection, Dictionary::Integrations)
            .await;
        let reading = self.new_id();
        let kept = Reading {
            connection: connection.clone(),
            application: application.clone(),
        };
        self.0.application_readings.keep(reading.clone(), kept);
        Ok(ApplicationDesk {
            reading,
            fields: self.fields(connection, &application, &form, rules).await,
            sections: rules.sections(),
            actions: actions::of(application.status.as_ref()),
            integrations: actions::integrations(&application, &park),
            slots,
            other_files,
            profession_unknown,
            read_at: self.now_iso(),
            application,
        })
    }

    /// The documents that the profession asks for. Where it is not known, to us or to the service: all types, and true.
    async fn documents(
        &self,
        connection: &ConnectionId,
        profession: Option<Id>,
    ) -> DeskResult<(Vec<DictionaryItem>, bool)> {
        let of = |id| self.dictionary(connection, Dictionary::AutoregDocuments, Some(id), false);
        if let Some(id) = profession {
            match of(id).await {
                Err(error) if is_refusal(error.code) => {}
                answer => return Ok((answer?, false)),
            }
        }
        Ok((of(Id(TAXI_PROFESSION)).await?, true))
    }

    /// The rules of an application as it is.
    fn rules_of(&self, application: &Application, form: &Form) -> Rules {
        let slug = application.direction.as_ref();
        let slug = slug.and_then(|direction| direction.slug.as_deref());
        Rules::new(Direction::after(slug, form, form, |_| None), form)
    }

    async fn fields(
        &self,
        connection: &ConnectionId,
        application: &Application,
        form: &Form,
        rules: Rules,
    ) -> Vec<ApplicationFormField> {
        let around = Around {
            form,
            rules,
            today: self.today(),
            items: &no_items,
        };
        let mut fields = Vec::new();
        for field in ApplicationField::ALL {
            let present = value(form, field);
            let title = self.title(connection, application, field, present).await;
            let mut check = around.as_it_came(field);
            if title.is_empty() && check.is_none() && self.lacks(connection, field, present) {
                let unknown = Verdict::error("not_in_dictionary", present);
                check = Some(never_blocking(unknown.of(field.name(), present)));
            }
            fields.push(ApplicationFormField {
                field,
                section: field.section(),
                value: present.to_owned(),
                title,
                required: rules.requires(field, form),
                check,
            });
        }
        fields
    }

    /// What people read instead of a code: the application's own title for it, else that of the dictionary. Empty where
    /// there is neither, and for fields without codes.
    pub(super) async fn title(
        &self,
        connection: &ConnectionId,
        application: &Application,
        field: ApplicationField,
        code: &str,
    ) -> String {
        let Some(dictionary) = field.dictionary().filter(|_| !code.is_empty()) else {
            return String::new();
        };
        if field == ApplicationField::Integrations {
            return self.names(connection, application, code).await;
        }
        let present = form::values(application);
        if value(&present, field) == code
            && let Some(own) = form::own_title(application, field)
        {
            return own;
        }
        let items = self.items_or_none(connection, dictionary).await;
        let found = items.into_iter().find(|item| item.code == code);
        found.map(|item| item.title).unwrap_or_default()
    }

    /// The names of several integrations; one that is named nowhere stands under its number, unless nothing but numbers
    /// would be left.
    async fn names(
        &self,
        connection: &ConnectionId,
        application: &Application,
        ids: &str,
    ) -> String {
        let park = self
            .items_or_none(connection, Dictionary::Integrations)
            .await;
        let name = |code: &str| {
            let of_park = park.iter().find(|item| item.code == code);
            let of_park = of_park.map(|item| item.title.clone());
            of_park.or_else(|| {
                let mut named = form::named(application);
                let (_, name) = named.find(|(id, _)| id.to_string() == code)?;
                name.map(str::to_owned)
            })
        };
        let names: Vec<(&str, Option<String>)> =
            ids.split(',').map(|code| (code, name(code))).collect();
        if names.iter().all(|(_, name)| name.is_none()) {
            return String::new();
        }
        let names = names
            .into_iter()
            .map(|(code, name)| name.unwrap_or_else(|| code.to_owned()));
        names.collect::<Vec<_>>().join(", ")
    }

    /// Is this code missing in a dictionary that is known?
    fn lacks(&self, connection: &ConnectionId, field: ApplicationField, code: &str) -> bool {
        let known = field.dictionary().filter(|_| !code.is_empty());
        let items = known.and_then(|dictionary| self.remembered(connection, dictionary, None));
        items.is_some_and(|items| !items.is_empty() && items.iter().all(|item| item.code != code))
    }

    /// The day it is where the parks are.
    pub(super) fn today(&self) -> Date {
        self.now()
            .to_zoned(crate::time::zone("Europe/Moscow"))
            .date()
    }
}

fn is_refusal(code: DeskErrorCode) -> bool {
    matches!(
        code,
        DeskErrorCode::RefusedByService | DeskErrorCode::NotFound
    )
}
