//! The operations of an OpenAPI document.

use anyhow::{Context, Result, bail};
use serde_norway::Value;

#[derive(Debug, PartialEq, Eq)]
pub struct Operation {
    pub id: String,
    pub standing: Standing,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Standing {
    Served,
    /// `x-not-yet: true`
    NotYet,
    /// `x-not-yet: screen`: everything is there but a screen.
    ScreenNotYet,
    /// `x-not-applicable: reason`; a call that the service makes to us, for one.
    NotApplicable(String),
}

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// In the order of the document. An operation without an id is an error: nothing could be said about it.
pub fn operations(yaml: &str) -> Result<Vec<Operation>> {
    let document: Value = serde_norway::from_str(yaml)?;
    let paths = document["paths"].as_mapping().context("no paths")?;
    let mut operations = Vec::new();
    for (path, item) in paths {
        let members = item.as_mapping().into_iter().flatten();
        for (method, operation) in members {
            let method = method.as_str().unwrap_or_default();
            if !METHODS.contains(&method) {
                continue;
            }
            let id = operation["operationId"].as_str();
            let id = id.with_context(|| format!("{method} {path:?} has no operationId"))?;
            operations.push(Operation {
                id: id.to_owned(),
                standing: standing(operation)?,
            });
        }
    }
    Ok(operations)
}

fn standing(operation: &Value) -> Result<Standing> {
    if let Some(reason) = operation["x-not-applicable"].as_str() {
        return Ok(Standing::NotApplicable(reason.to_owned()));
    }
    match &operation["x-not-yet"] {
        Value::Null | Value::Bool(false) => Ok(Standing::Served),
        Value::Bool(true) => Ok(Standing::NotYet),
        Value::String(what) if what == "screen" => Ok(Standing::ScreenNotYet),
        other => bail!("x-not-yet: {other:?} says nothing that is known"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "
paths:
  /drivers:
    parameters: []
    get:
      operationId: listDrivers
    put:
      operationId: createDriver
      x-not-yet: true
    post:
      operationId: payDriver
      x-not-yet: screen
  /incoming:
    post:
      operationId: wazzupWebhook
      x-not-applicable: the service calls us
";

    #[test]
    fn every_method_of_every_path_is_listed() {
        let found = operations(DOCUMENT).unwrap();
        let ids: Vec<_> = found
            .iter()
            .map(|operation| operation.id.as_str())
            .collect();
        assert_eq!(
            ids,
            ["listDrivers", "createDriver", "payDriver", "wazzupWebhook"]
        );
        assert_eq!(found[0].standing, Standing::Served);
        assert_eq!(found[1].standing, Standing::NotYet);
        assert_eq!(found[2].standing, Standing::ScreenNotYet);
        assert_eq!(
            found[3].standing,
            Standing::NotApplicable("the service calls us".to_owned())
        );
    }

    #[test]
    fn misspelt_excuse_does_not_hide_an_operation() {
        let excused = "paths: {/drivers: {get: {operationId: x, x-not-yet: sreen}}}";
        assert!(operations(excused).is_err());
    }

    #[test]
    fn operation_without_an_id_does_not_slip_through() {
        assert!(operations("paths: {/drivers: {get: {summary: x}}}").is_err());
    }
}
