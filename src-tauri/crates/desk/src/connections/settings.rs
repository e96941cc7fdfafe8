//! The list of connections and the program's settings: read once, changed in one place, written whole.

use jump::{ENDPOINTS, Endpoint, Override, OverrideFault, Overrides, Verb};
use parking_lot::{Mutex, RwLock};

use super::types::{
    AdvancedSettings, ConnectionEdit, ConnectionId, DEMO, DocumentSettings, EndpointView,
    IgnoredRight, ParkColor,
};
use crate::{
    Desk,
    error::{DeskError, DeskErrorCode, DeskResult, FieldProblem},
    operations::types::MoneySettings,
    parts::DeskParts,
    preferences::{ConnectionRecord, LoadedSettings, Settings, UiPreferences},
};

/// Base address of production that public clients use (reference: section 0).
pub const DEFAULT_BASE: &str = "https://v2.jump.taxi/taxi-public/v1";
/// The demo park's base address; it is called in process, nothing listens there.
pub const DEMO_BASE: &str = "http://127.0.0.1:9/taxi-public/v1";
/// The vendor states no limit; five a second is what its own office uses at most.
const DEFAULT_REQUESTS_PER_SECOND: u32 = 5;

/// Connections and settings, with what was found at start.
pub struct Connections {
    settings: RwLock<Settings>,
    found: LoadedSettings,
    /// One writer at a time: two saves never overtake each other.
    writing: Mutex<()>,
    pub(super) clients: super::clients::Clients,
}

impl Connections {
    pub fn load(parts: &DeskParts) -> Self {
        let found = parts.preferences.load();
        Self {
            settings: RwLock::new(found.settings.clone()),
            found,
            writing: Mutex::new(()),
            clients: super::clients::Clients::default(),
        }
    }

    pub fn ui(&self) -> UiPreferences {
        self.settings.read().ui.clone()
    }

    pub fn money(&self) -> MoneySettings {
        self.settings.read().money.clone()
    }

    pub fn current(&self) -> Option<ConnectionId> {
        self.settings.read().current.clone()
    }

    pub fn records(&self) -> Vec<ConnectionRecord> {
        self.settings.read().connections.clone()
    }

    pub fn found(&self) -> &LoadedSettings {
        &self.found
    }

    /// # Errors
    /// `NoConnection` when it was removed.
    pub fn record(&self, id: &ConnectionId) -> DeskResult<ConnectionRecord> {
        self.settings
            .read()
            .connections
            .iter()
            .find(|record| record.id == *id)
            .cloned()
            .ok_or_else(|| DeskError::new(DeskErrorCode::NoConnection))
    }
}

/// A connection with the defaults of a new one.
pub fn new_record(
    id: ConnectionId,
    name: String,
    color: ParkColor,
    base: String,
) -> ConnectionRecord {
    let demo = id.0 == DEMO;
    ConnectionRecord {
        id,
        name,
        color,
        read_only: false,
        advanced: AdvancedSettings {
            base_address: base,
            requests_per_second: if demo { 0 } else { DEFAULT_REQUESTS_PER_SECOND },
            overrides: Default::default(),
            documents: DocumentSettings::default(),
        },
        key_saved_at: None,
        ignored_rights: Vec::new(),
        requisite_forms: Default::default(),
        document_slots: Default::default(),
        webhooks: Default::default(),
        views: Default::default(),
        licences: Default::default(),
        yandex: None,
        fleet_links: Default::default(),
        yume: None,
    }
}

impl Desk {
    /// Changes the settings and writes them; when writing fails, the change is undone in memory too,
    /// so that the screen never shows what a restart would lose.
    pub(crate) fn change_settings<T>(
        &self,
        change: impl FnOnce(&mut Settings) -> DeskResult<T>,
    ) -> DeskResult<T> {
        let connections = &self.0.connections;
        let _one_at_a_time = connections.writing.lock();
        let mut next = connections.settings.read().clone();
        let value = change(&mut next)?;
        if next != *connections.settings.read() {
            self.0.parts.preferences.save(&next)?;
            *connections.settings.write() = next;
        }
        Ok(value)
    }

    /// Changes one connection's record.
    pub(crate) fn change_record<T>(
        &self,
        id: &ConnectionId,
        change: impl FnOnce(&mut ConnectionRecord) -> DeskResult<T>,
    ) -> DeskResult<T> {
        self.change_settings(|settings| {
            let record = settings
                .connections
                .iter_mut()
                .find(|record| record.id == *id)
                .ok_or_else(|| DeskError::new(DeskErrorCode::NoConnection))?;
            change(record)
        })
    }

    /// What was found on disk at start, for the first screen to tell.
    pub fn settings_found(&self) -> &LoadedSettings {
        self.0.connections.found()
    }

    pub fn current_connection(&self) -> Option<ConnectionId> {
        self.0.connections.current()
    }

    pub fn ui_preferences(&self) -> UiPreferences {
        self.0.connections.ui()
    }

    /// # Errors
    /// `SettingsNotSaved`.
    pub fn set_ui_preferences(&self, ui: UiPreferences) -> DeskResult<()> {
        self.change_settings(|settings| {
            settings.ui = ui;
            Ok(())
        })
    }

    /// Name, colour and the read-only switch.
    ///
    /// # Errors
    /// `InvalidInput` for an empty name; `NoConnection`; `SettingsNotSaved`.
    pub fn edit_connection(&self, id: &ConnectionId, edit: ConnectionEdit) -> DeskResult<()> {
        let name = checked_name(&edit.name)?;
        self.change_record(id, |record| {
            record.name = name;
            record.color = edit.color;
            record.read_only = edit.read_only;
            Ok(())
        })
    }

    pub fn select_connection(&self, id: &ConnectionId) -> DeskResult<()> {
        self.0.connections.record(id)?;
        self.change_settings(|settings| {
            settings.current = Some(id.clone());
            Ok(())
        })
    }

    pub fn advanced_settings(&self, id: &ConnectionId) -> DeskResult<AdvancedSettings> {
        Ok(self.0.connections.record(id)?.advanced)
    }

    /// Checks and keeps the advanced settings; the connection's client is made anew.
    ///
    /// # Errors
    /// `InvalidInput` with the fields that are wrong; nothing is kept then.
    pub fn set_advanced_settings(
        &self,
        id: &ConnectionId,
        advanced: AdvancedSettings,
    ) -> DeskResult<()> {
        let problems = advanced_problems(&advanced);
        if !problems.is_empty() {
            return Err(DeskError::new(DeskErrorCode::InvalidInput).with_fields(problems));
        }
        self.change_record(id, |record| {
            record.advanced = advanced;
            Ok(())
        })?;
        self.forget_client(id);
        Ok(())
    }

    /// The table of endpoints with this connection's overrides.
    pub fn endpoints(&self, id: &ConnectionId) -> DeskResult<Vec<EndpointView>> {
        let record = self.0.connections.record(id)?;
        Ok(ENDPOINTS
            .iter()
            .map(|endpoint| EndpointView {
                operation: endpoint.operation.to_owned(),
                method: endpoint.method,
                path: endpoint.path.to_owned(),
                confidence: endpoint.confidence,
                overridable: endpoint.can_be_overridden(),
                methods: methods_of(endpoint),
                overridden: record.advanced.overrides.get(endpoint.operation).cloned(),
            })
            .collect())
    }

    /// Remembers that a save was answered with success and changed nothing for `what`.
    pub(crate) fn remember_ignored(&self, id: &ConnectionId, what: &[String]) -> DeskResult<()> {
        let seen_at = self.now_iso();
        self.change_record(id, |record| {
            for what in what {
                record.ignored_rights.retain(|right| right.what != *what);
                record.ignored_rights.push(IgnoredRight {
                    what: what.clone(),
                    seen_at: seen_at.clone(),
                });
            }
            Ok(())
        })
    }

    /// Forgets it again: a later save did change it.
    pub(crate) fn forget_ignored(&self, id: &ConnectionId, what: &[String]) -> DeskResult<()> {
        self.change_record(id, |record| {
            record
                .ignored_rights
                .retain(|right| !what.contains(&right.what));
            Ok(())
        })
    }
}

/// A park's name as kept: trimmed, 1..=60 characters.
pub(super) fn checked_name(name: &str) -> DeskResult<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 60 {
        return Err(DeskError::new(DeskErrorCode::InvalidInput)
            .with_fields(vec![problem("name", "park_name")]));
    }
    Ok(name.to_owned())
}

pub(crate) fn problem(field: &str, code: &str) -> FieldProblem {
    FieldProblem {
        field: field.to_owned(),
        code: code.to_owned(),
        params: Default::default(),
    }
}

fn advanced_problems(advanced: &AdvancedSettings) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    if transport::BaseAddress::parse(&advanced.base_address).is_err() {
        problems.push(problem("base_address", "base_address"));
    }
    if advanced.requests_per_second > 100 {
        problems.push(problem("requests_per_second", "requests_per_second"));
    }
    if !(1..=50).contains(&advanced.documents.max_megabytes) {
        problems.push(problem("max_megabytes", "max_megabytes"));
    }
    let documents = &advanced.documents;
    if !(documents.jpeg || documents.png || documents.pdf) {
        problems.push(problem("kinds", "document_kinds"));
    }
    if let Some(field) = &documents.type_field
        && (field.is_empty()
            || field == "file"
            || !field
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_-[]".contains(c)))
    {
        problems.push(problem("type_field", "type_field"));
    }
    if let Err(unfit) = Overrides::new(advanced.overrides.clone()) {
        let told = unfit.into_iter().map(|(operation, fault)| {
            let code = match fault {
                OverrideFault::Method => "endpoint_method",
                OverrideFault::Taken => "endpoint_taken",
                _ => "endpoint_override",
            };
            problem(&format!("overrides.{operation}"), code)
        });
        problems.extend(told);
    }
    problems
}

/// What an override of the method alone would be let through with, so that the form offers nothing that is refused.
fn methods_of(endpoint: &Endpoint) -> Vec<Verb> {
    if !endpoint.can_be_overridden() {
        return vec![endpoint.method];
    }
    let suits = |method: &Verb| {
        let change = Override {
            method: *method,
            path: endpoint.path.to_owned(),
        };
        let fault = Overrides::new([(endpoint.operation.to_owned(), change)]).err();
        fault.is_none_or(|fault| fault.get(endpoint.operation) != Some(&OverrideFault::Method))
    };
    let all = [Verb::Get, Verb::Post, Verb::Put, Verb::Patch, Verb::Delete];
    all.into_iter().filter(suits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn methods(operation: &str) -> Vec<Verb> {
        methods_of(transport::endpoint::find(ENDPOINTS, operation).unwrap())
    }

    #[test]
    fn no_method_is_offered_that_would_be_refused_and_the_present_one_always_is() {
        assert_eq!(methods("previewWithdraw"), [Verb::Post]);
        assert_eq!(methods("deleteWebhook"), [Verb::Delete]);
        assert_eq!(methods("dictAgents"), [Verb::Get]);
        assert_eq!(
            methods("updateWebhook"),
            [Verb::Post, Verb::Put, Verb::Patch]
        );
        for endpoint in ENDPOINTS {
            let offered = methods_of(endpoint);
            assert!(offered.contains(&endpoint.method), "{}", endpoint.operation);
        }
    }

    #[test]
    fn a_place_that_another_operation_has_is_not_told_as_a_misspelt_path() {
        let refused = |operation: &str, method, path: &str| {
            let change = Override {
                method,
                path: path.to_owned(),
            };
            let advanced = AdvancedSettings {
                base_address: DEFAULT_BASE.to_owned(),
                requests_per_second: 5,
                overrides: [(operation.to_owned(), change)].into_iter().collect(),
                documents: DocumentSettings::default(),
            };
            let problems = advanced_problems(&advanced);
            let codes: Vec<_> = problems.iter().map(|one| one.code.as_str()).collect();
            codes.join(" ")
        };
        let webhook = "/autoreg/webhooks/{webhook_id}";
        assert_eq!(
            refused(
                "previewWithdraw",
                Verb::Post,
                "/drivers/{driver_id}/transactions"
            ),
            "endpoint_taken"
        );
        assert_eq!(
            refused("updateWebhook", Verb::Delete, webhook),
            "endpoint_method"
        );
        assert_eq!(
            refused("updateWebhook", Verb::Put, "/elsewhere"),
            "endpoint_override"
        );
        assert_eq!(refused("updateWebhook", Verb::Put, webhook), "");
    }
}
