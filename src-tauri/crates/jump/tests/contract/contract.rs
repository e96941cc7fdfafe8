//! The contract as data: its operations, and the schemas of their parameters, bodies and answers.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Value, json};

/// Parsed once: it is large, and every check needs it.
pub static CONTRACT: LazyLock<Contract> = LazyLock::new(Contract::parse);

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

pub struct Contract {
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
    fn parse() -> Self {
        let document: Value = serde_norway::from_str(include_str!("../../contract.yaml")).unwrap();
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
        self.operations
            .iter()
            .filter(|operation| operation.method == method && fits(&operation.path, path))
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

    fn validator(&self, schema: &Value) -> Validator {
        // References inside point to `#/components`, so the components come along.
        let whole = json!({ "allOf": [schema], "components": self.document["components"] });
        jsonschema::options()
            .should_validate_formats(true)
            .build(&whole)
            .unwrap()
    }

    pub fn check(&self, schema: &Value, instance: &Value, what: &str) {
        let faults: Vec<String> = self
            .validator(schema)
            .iter_errors(instance)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert!(
            faults.is_empty(),
            "{what} breaks the contract: {faults:#?}\n{instance:#}"
        );
    }

    /// Checks a query, decoded, against the operation's parameters.
    pub fn check_query(&self, operation: &Operation, query: &[(String, String)]) {
        let none = Vec::new();
        let described = operation.description["parameters"]
            .as_array()
            .unwrap_or(&none);
        let parameters: Vec<&Value> = described
            .iter()
            .map(|parameter| self.resolved(parameter))
            .filter(|parameter| parameter["in"] == "query")
            .collect();
        for (name, _) in query {
            let known = parameters
                .iter()
                .any(|parameter| parameter["name"] == name.as_str());
            assert!(known, "{}: unknown parameter {name}", operation.id);
        }
        for parameter in parameters {
            let name = parameter["name"].as_str().unwrap();
            let sent: Vec<&str> = query
                .iter()
                .filter(|(key, _)| key == name)
                .map(|(_, value)| value.as_str())
                .collect();
            let schema = &parameter["schema"];
            let Some(value) = typed(schema, &sent) else {
                assert_ne!(
                    parameter["required"], true,
                    "{}: {name} is missing",
                    operation.id
                );
                continue;
            };
            self.check(schema, &value, &format!("{} {name}", operation.id));
        }
    }

    /// Checks an answer: its status must be declared, and a JSON body must fit.
    pub fn check_answer(
        &self,
        operation: &Operation,
        status: u16,
        content_type: &str,
        body: &[u8],
    ) {
        let responses = &operation.description["responses"];
        let declared = responses.get(status.to_string());
        let response =
            self.resolved(declared.unwrap_or_else(|| panic!("{}: status {status}", operation.id)));
        let Some(content) = response.get("content") else {
            assert!(
                body.is_empty(),
                "{}: a body where none is declared",
                operation.id
            );
            return;
        };
        let Some(schema) = content
            .get("application/json")
            .map(|media| &media["schema"])
        else {
            return;
        };
        if body.is_empty() {
            return;
        }
        assert!(
            content_type.starts_with("application/json"),
            "{}: {content_type}",
            operation.id
        );
        let answer = serde_json::from_slice(body).unwrap();
        self.check(schema, &answer, &format!("answer of {}", operation.id));
    }

    /// The schema of the JSON body of a request, if the operation takes one.
    pub fn body_schema<'a>(&self, operation: &'a Operation) -> Option<&'a Value> {
        operation
            .description
            .pointer("/requestBody/content/application~1json/schema")
    }

    /// Examples of what the vendor sends to a subscriber.
    pub fn events(&self) -> Vec<&Value> {
        let callbacks = &self.operation("createWebhook").description["callbacks"];
        let request = &callbacks["applicationChanged"]["{$request.body#/url}"]["post"];
        let examples = &request["requestBody"]["content"]["application/json"]["examples"];
        let examples = examples.as_object().unwrap().values();
        examples.map(|example| &example["value"]).collect()
    }

    /// The contract's example of a refusal.
    pub fn refusal<'a>(&'a self, operation: &'a Operation, status: u16) -> &'a Value {
        let response = &operation.description["responses"][status.to_string()];
        let examples = self
            .resolved(response)
            .pointer("/content/application~1json/examples")
            .and_then(Value::as_object)
            .unwrap();
        &examples.values().next().unwrap()["value"]
    }

    /// Success status and every JSON example of it.
    pub fn examples(&self, operation: &Operation) -> (u16, Vec<Value>) {
        let responses = operation.description["responses"].as_object().unwrap();
        let success = ["200", "201", "204"]
            .iter()
            .find_map(|status| responses.get_key_value(*status));
        let (status, response) = success.unwrap();
        let examples = self
            .resolved(response)
            .pointer("/content/application~1json/examples")
            .and_then(Value::as_object);
        let values = examples
            .into_iter()
            .flatten()
            .map(|(_, example)| example["value"].clone())
            .collect();
        (status.parse().unwrap(), values)
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

fn fits(template: &str, path: &str) -> bool {
    let (wanted, given): (Vec<&str>, Vec<&str>) =
        (template.split('/').collect(), path.split('/').collect());
    wanted.len() == given.len()
        && wanted.iter().zip(&given).all(|(wanted, given)| {
            wanted == given || wanted.starts_with('{') && given.parse::<i64>().is_ok()
        })
}

/// A check that lets everything pass would prove nothing.
#[test]
fn broken_requests_and_answers_do_not_pass_the_contract() {
    let breaks = |check: Box<dyn FnOnce() + std::panic::UnwindSafe>| {
        assert!(std::panic::catch_unwind(check).is_err());
    };
    let query = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
    for broken in [
        query("payment_status_ids", "1"),
        query("driver_ids", "1,,2"),
        query("per_page", "25"),
        query("period_from", "2025-05-01"),
        query("page", "0"),
    ] {
        breaks(Box::new(move || {
            CONTRACT.check_query(CONTRACT.operation("listPayments"), &broken)
        }));
    }
    let update = CONTRACT.operation("updateDriver");
    let body = json!({
        "group_id": 1, "anti_fraud_status_id": 1, "last_name": "Иванов", "first_name": "Иван",
        "requisites": [{"id": 1, "type_id": 1, "account_number": "1"}],
    });
    breaks(Box::new(move || {
        CONTRACT.check(CONTRACT.body_schema(update).unwrap(), &body, "update")
    }));
    let list = CONTRACT.operation("listDrivers");
    breaks(Box::new(|| {
        CONTRACT.check_answer(list, 200, "application/json", br#"{"items":[{"id":"x"}]}"#)
    }));
    breaks(Box::new(|| {
        CONTRACT.check_answer(list, 418, "application/json", b"{}")
    }));
}
