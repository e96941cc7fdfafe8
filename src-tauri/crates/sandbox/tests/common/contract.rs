//! A service's contract as the tests ask it: what it declares of an operation, and whether JSON fits.

use http::StatusCode;
use serde_json::{Value, json};
use std::collections::HashSet;

/// An operation's name, its method and its path.
pub type Route = (&'static str, &'static str, &'static str);

pub struct Contract {
    document: Value,
    routes: &'static [Route],
}

impl Contract {
    pub fn new(yaml: &str, routes: &'static [Route]) -> Self {
        Self {
            document: serde_norway::from_str(yaml).unwrap(),
            routes,
        }
    }

    /// The method and the path of an operation, and what is declared of it.
    pub fn operation(&self, name: &str) -> (&'static str, &'static str, &Value) {
        let mut routes = self.routes.iter();
        let (_, method, path) = routes.find(|(known, _, _)| *known == name).unwrap();
        (method, path, self.declared(method, path))
    }

    fn declared(&self, method: &str, path: &str) -> &Value {
        &self.document["paths"][path][method.to_lowercase()]
    }

    /// The schema of an answer's JSON, `None` for an answer that is no JSON; the status must be declared.
    pub fn answer(&self, name: &str, status: StatusCode) -> Option<&Value> {
        let mut answer = &self.operation(name).2["responses"][status.as_str()];
        if let Some(reference) = answer["$ref"].as_str() {
            let place = reference.trim_start_matches('#');
            answer = self.document.pointer(place).unwrap();
        }
        assert!(answer.is_object(), "{name} declares no {status}");
        answer.pointer("/content/application~1json/schema")
    }

    /// Where a value does not fit a schema of this contract.
    pub fn faults(&self, schema: &Value, value: &Value) -> Vec<String> {
        let schema = json!({"allOf": [schema], "components": self.document["components"]});
        let validator = jsonschema::validator_for(&schema).unwrap();
        let faults = validator.iter_errors(value);
        faults
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect()
    }

    /// The service has exactly the contract's operations, each where the contract has it.
    pub fn assert_routes(&self, operations: &[&str]) {
        for (name, method, path) in self.routes {
            let found = &self.declared(method, path)["operationId"];
            assert_eq!(found, name, "{method} {path}");
        }
        let paths = self.document["paths"].as_object().unwrap().values();
        let declared = paths.flat_map(|path| path.as_object().unwrap().values());
        let named: HashSet<&str> = declared
            .filter_map(|one| one["operationId"].as_str())
            .collect();
        let served: HashSet<&str> = operations.iter().copied().collect();
        assert_eq!(served, named, "none is left out");
    }
}
