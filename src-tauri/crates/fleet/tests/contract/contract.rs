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
    /// Below the base address.
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

    /// The operation that a request line calls. No path has parameters.
    pub fn called(&self, method: &str, path: &str) -> Option<&Operation> {
        self.operations
            .iter()
            .find(|operation| operation.method == method && operation.path == path)
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

    /// Checks what was sent in one place (`query`, `header`) against the operation's parameters there.
    pub fn check_parameters(&self, operation: &Operation, place: &str, sent: &[(String, String)]) {
        let described = operation.description["parameters"].as_array().unwrap();
        let parameters: Vec<&Value> = described
            .iter()
            .map(|parameter| self.resolved(parameter))
            .filter(|parameter| parameter["in"] == place)
            .collect();
        let is_named = |parameter: &Value, name: &str| {
            parameter["name"]
                .as_str()
                .unwrap()
                .eq_ignore_ascii_case(name)
        };
        for (name, _) in sent {
            let known = parameters.iter().any(|parameter| is_named(parameter, name));
            assert!(known, "{}: unknown {place} {name}", operation.id);
        }
        for parameter in parameters {
            let values: Vec<&String> = sent
                .iter()
                .filter(|(name, _)| is_named(parameter, name))
                .map(|(_, value)| value)
                .collect();
            let what = format!("{} {}", operation.id, parameter["name"]);
            let [value] = values.as_slice() else {
                assert!(values.is_empty(), "{what} was sent more than once");
                assert_ne!(parameter["required"], true, "{what} is missing");
                continue;
            };
            let value = match parameter["schema"]["type"].as_str() {
                Some("integer") => Value::from(value.parse::<i64>().unwrap()),
                _ => Value::from(value.as_str()),
            };
            self.check(&parameter["schema"], &value, &what);
        }
    }

    /// Checks an answer: a JSON body must fit the schema of its status, if the status is declared.
    pub fn check_answer(&self, operation: &Operation, status: u16, body: &[u8]) {
        let responses = &operation.description["responses"];
        let declared = responses.get(status.to_string());
        let response = self.resolved(declared.unwrap_or(&responses["default"]));
        let Some(media) = response["content"].get("application/json") else {
            return;
        };
        let what = format!("answer {status} of {}", operation.id);
        self.check(
            &media["schema"],
            &serde_json::from_slice(body).unwrap(),
            &what,
        );
    }

    /// The schema of the JSON body of a request, if the operation takes one.
    pub fn body_schema<'a>(&self, operation: &'a Operation) -> Option<&'a Value> {
        operation
            .description
            .pointer("/requestBody/content/application~1json/schema")
    }

    /// Every example of a request's body.
    pub fn request_examples(&self, operation: &Operation) -> Vec<Value> {
        values_of(
            operation
                .description
                .pointer("/requestBody/content/application~1json/examples"),
        )
    }

    /// Every example of an answer of one status.
    pub fn examples(&self, operation: &Operation, status: u16) -> Vec<Value> {
        let response = &operation.description["responses"][status.to_string()];
        values_of(
            self.resolved(response)
                .pointer("/content/application~1json/examples"),
        )
    }

    /// Statuses that are declared for an operation and that are no success.
    pub fn refusals(&self, operation: &Operation) -> Vec<u16> {
        let responses = operation.description["responses"].as_object().unwrap();
        responses
            .keys()
            .filter_map(|status| status.parse().ok())
            .filter(|status| *status >= 300)
            .collect()
    }
}

fn values_of(examples: Option<&Value>) -> Vec<Value> {
    let examples = examples.and_then(Value::as_object).into_iter().flatten();
    examples
        .map(|(_, example)| example["value"].clone())
        .collect()
}

/// A check that lets everything pass would prove nothing.
#[test]
fn broken_requests_and_answers_do_not_pass_the_contract() {
    let fits = |id: &str, change: &dyn Fn(&mut Value)| {
        let operation = CONTRACT.operation(id);
        let mut body = CONTRACT.request_examples(operation).remove(0);
        change(&mut body);
        CONTRACT.fits(CONTRACT.body_schema(operation).unwrap(), &body)
    };
    assert!(fits("createDriverTransactionV2", &|_| ()));
    for id in ["createDriverTransactionV2", "createDriverTransactionV3"] {
        for amount in [
            json!("+1"),
            json!("1.00001"),
            json!(5),
            json!("1e3"),
            json!(""),
        ] {
            assert!(
                !fits(id, &|body| body["amount"] = amount.clone()),
                "{id} {amount}"
            );
        }
        assert!(!fits(id, &|body| body["more"] = json!(1)));
    }
    assert!(!fits("createDriverTransactionV3", &|body| body["amount"] =
        json!("-0.0")));
    assert!(!fits("listParkTransactions", &|body| body["cursor"] = json!("")));
    assert!(!fits("listParkTransactions", &|body| body["limit"] = json!(1001)));
    let breaks = |check: Box<dyn FnOnce() + std::panic::UnwindSafe>| {
        assert!(std::panic::catch_unwind(check).is_err());
    };
    let list = CONTRACT.operation("listParkTransactions");
    breaks(Box::new(|| {
        CONTRACT.check_answer(list, 200, br#"{"transactions":[{"id":1}]}"#)
    }));
    breaks(Box::new(|| {
        CONTRACT.check_answer(list, 403, br#"{"code":"c"}"#)
    }));
    breaks(Box::new(|| CONTRACT.check_parameters(list, "header", &[])));
}
