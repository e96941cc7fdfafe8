//! The contract as data: its operations, and the schemas of their parameters, bodies and answers.

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::Sent;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

pub struct Contract {
    /// The path of the base address, with which every request's path begins.
    pub(crate) base: &'static str,
    document: Value,
    pub operations: Vec<Operation>,
}

pub struct Operation {
    pub id: String,
    /// Upper case.
    pub method: String,
    /// Below the base address, parameters in braces.
    pub path: String,
    pub description: Value,
}

impl Contract {
    /// It is large: parse it once. `base` is the path of the base address, empty or with a slash before it.
    pub fn parse(yaml: &str, base: &'static str) -> Self {
        let document: Value = serde_norway::from_str(yaml).unwrap();
        let mut operations = Vec::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for method in METHODS {
                let Some(description) = item.get(method) else {
                    continue;
                };
                operations.push(Operation {
                    id: description["operationId"].as_str().unwrap().to_owned(),
                    method: method.to_uppercase(),
                    path: path.clone(),
                    description: description.clone(),
                });
            }
        }
        Self {
            base,
            document,
            operations,
        }
    }

    pub fn operation(&self, id: &str) -> &Operation {
        self.operations
            .iter()
            .find(|operation| operation.id == id)
            .unwrap()
    }

    /// The operation that a request line calls. A path without parameters wins over one with them.
    pub fn called(&self, method: &str, path: &str) -> Option<&Operation> {
        let path = path.strip_prefix(self.base)?;
        self.operations
            .iter()
            .filter(|operation| operation.method == method && matches(&operation.path, path))
            .min_by_key(|operation| operation.path.matches('{').count())
    }

    /// Follows one `$ref` into the document.
    pub fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value.get("$ref").and_then(Value::as_str) {
            Some(reference) => self
                .document
                .pointer(reference.trim_start_matches('#'))
                .unwrap(),
            None => value,
        }
    }

    fn faults(&self, schema: &Value, instance: &Value) -> Vec<String> {
        // References inside point to `#/components`, so the components come along.
        let whole = json!({ "allOf": [schema], "components": self.document["components"] });
        let validator: Validator = jsonschema::options()
            .should_validate_formats(true)
            .build(&whole)
            .unwrap();
        let faults = validator.iter_errors(instance);
        faults
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect()
    }

    pub fn fits(&self, schema: &Value, instance: &Value) -> bool {
        self.faults(schema, instance).is_empty()
    }

    pub fn check(&self, schema: &Value, instance: &Value, what: &str) {
        let faults = self.faults(schema, instance);
        assert!(
            faults.is_empty(),
            "{what} breaks the contract: {faults:#?}\n{instance:#}"
        );
    }

    /// The query and the JSON body of a request; one where none is described is a fault. Headers are held against the
    /// contract by [`Contract::check_parameters`], for most of them are the transport's.
    pub fn check_request(&self, sent: &Sent) {
        self.check_parameters(sent.operation, "query", &sent.query);
        let id = &sent.operation.id;
        match self.body_schema(sent.operation) {
            Some(schema) => self.check(schema, &sent.json(), id),
            None if self.takes_other_body(sent.operation) => {}
            None => assert!(sent.body.is_empty(), "{id} carries a body"),
        }
    }

    /// What was sent in one place (`query`, `header`), decoded, against the operation's parameters there.
    pub fn check_parameters(&self, operation: &Operation, place: &str, sent: &[(String, String)]) {
        let described = operation.description["parameters"].as_array();
        let parameters: Vec<&Value> = described
            .into_iter()
            .flatten()
            .map(|parameter| self.resolved(parameter))
            .filter(|parameter| parameter["in"] == place)
            .collect();
        // Only the names of headers are the same in capitals.
        let is_named = |parameter: &Value, name: &str| match parameter["name"].as_str().unwrap() {
            own if place == "header" => own.eq_ignore_ascii_case(name),
            own => own == name,
        };
        for (name, _) in sent {
            let known = parameters.iter().any(|parameter| is_named(parameter, name));
            assert!(known, "{}: unknown {place} {name}", operation.id);
        }
        for parameter in parameters {
            let values: Vec<&str> = sent
                .iter()
                .filter(|(name, _)| is_named(parameter, name))
                .map(|(_, value)| value.as_str())
                .collect();
            let what = format!("{} {}", operation.id, parameter["name"]);
            let Some(value) = typed(&parameter["schema"], &values) else {
                assert_ne!(parameter["required"], true, "{what} is missing");
                continue;
            };
            self.check(&parameter["schema"], &value, &what);
        }
    }

    /// An answer: its status must be declared (a default does for a fault of the server), and a JSON body must fit.
    pub fn check_answer(
        &self,
        operation: &Operation,
        status: u16,
        content_type: &str,
        body: &[u8],
    ) {
        let id = &operation.id;
        let responses = &operation.description["responses"];
        let declared = responses.get(status.to_string());
        let faulty = || responses.get("default").filter(|_| status >= 500);
        let declared = declared.or_else(faulty);
        let response = self.resolved(declared.unwrap_or_else(|| panic!("{id}: status {status}")));
        let Some(content) = response.get("content") else {
            assert!(body.is_empty(), "{id}: a body where none is declared");
            return;
        };
        let media = content.get("application/json");
        let Some(media) = media.filter(|_| !body.is_empty()) else {
            return;
        };
        assert!(
            content_type.starts_with("application/json"),
            "{id}: {content_type}"
        );
        let answer = serde_json::from_slice(body).unwrap();
        self.check(
            &media["schema"],
            &answer,
            &format!("answer {status} of {id}"),
        );
    }

    /// The schema of the JSON body of a request, if the operation takes one.
    pub fn body_schema<'a>(&self, operation: &'a Operation) -> Option<&'a Value> {
        operation
            .description
            .pointer("/requestBody/content/application~1json/schema")
    }

    fn takes_other_body(&self, operation: &Operation) -> bool {
        operation.description.get("requestBody").is_some() && self.body_schema(operation).is_none()
    }

    /// Every example of a request's JSON body.
    pub fn request_examples(&self, operation: &Operation) -> Vec<Value> {
        let content = "/requestBody/content/application~1json/examples";
        values_of(operation.description.pointer(content))
    }

    /// Every JSON example of an answer of one status.
    pub fn examples(&self, operation: &Operation, status: u16) -> Vec<Value> {
        let response = &operation.description["responses"][status.to_string()];
        let content = "/content/application~1json/examples";
        values_of(self.resolved(response).pointer(content))
    }

    /// The first declared success, and every JSON example of it.
    pub fn success(&self, operation: &Operation) -> (u16, Vec<Value>) {
        let status = self.statuses(operation).into_iter().find(|one| *one < 300);
        let status = status.unwrap();
        (status, self.examples(operation, status))
    }

    /// Statuses that are declared for an operation and that are no success.
    pub fn refusals(&self, operation: &Operation) -> Vec<u16> {
        let mut statuses = self.statuses(operation);
        statuses.retain(|status| *status >= 300);
        statuses
    }

    fn statuses(&self, operation: &Operation) -> Vec<u16> {
        let responses = operation.description["responses"].as_object().unwrap();
        let mut statuses: Vec<u16> = responses
            .keys()
            .filter_map(|status| status.parse().ok())
            .collect();
        statuses.sort_unstable();
        statuses
    }
}

/// A parameter's texts as the value that the schema speaks of; `None` if it was not sent.
fn typed(schema: &Value, sent: &[&str]) -> Option<Value> {
    let scalar = |kind: &Value, text: &str| match kind.as_str() {
        Some("integer") => text
            .parse::<i64>()
            .map_or_else(|_| Value::from(text), Value::from),
        _ => Value::from(text),
    };
    match sent {
        [] => None,
        list if schema["type"] == "array" => Some(
            list.iter()
                .map(|text| scalar(&schema["items"]["type"], text))
                .collect(),
        ),
        [one] => Some(scalar(&schema["type"], one)),
        _ => panic!("a single parameter was sent more than once"),
    }
}

fn matches(template: &str, path: &str) -> bool {
    let (wanted, given): (Vec<&str>, Vec<&str>) =
        (template.split('/').collect(), path.split('/').collect());
    wanted.len() == given.len()
        && wanted
            .iter()
            .zip(&given)
            .all(|(wanted, given)| wanted == given || wanted.starts_with('{') && !given.is_empty())
}

fn values_of(examples: Option<&Value>) -> Vec<Value> {
    let examples = examples.and_then(Value::as_object).into_iter().flatten();
    examples
        .map(|(_, example)| example["value"].clone())
        .collect()
}
