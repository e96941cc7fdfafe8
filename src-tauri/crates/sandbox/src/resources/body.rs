//! Reading the JSON body of a write: every fault is collected under its dotted name, unknown members are refused.

use crate::{
    answer::{FieldFault, Reply},
    park::Sandbox,
    routes::{Call, Refusal},
};
use http::StatusCode;
use serde_json::{Map, Value, json};

pub const REQUIRED: &str = "Поле обязательно для заполнения.";
pub const UNKNOWN: &str = "Выбранное значение ошибочно.";
const NO_SUCH_FIELD: &str = "Неизвестное поле.";
const LONGEST_COMMENT: usize = 500;

/// An object of the body and what is wrong with it so far.
#[derive(Default)]
pub struct Body {
    members: Map<String, Value>,
    /// Stands before each name, `car.`.
    prefix: &'static str,
    faults: Vec<FieldFault>,
}

impl Body {
    /// # Errors
    /// 400 for a body that is no JSON object.
    pub fn read(call: &Call) -> Result<Self, Refusal> {
        match serde_json::from_slice(&call.body) {
            Ok(Value::Object(members)) => Ok(Self {
                members,
                ..Self::default()
            }),
            _ => Err(StatusCode::BAD_REQUEST.into()),
        }
    }

    /// The object in a member; its faults have to be brought back with [`Body::absorb`]. `None` if it is absent.
    pub fn section(&mut self, name: &str, prefix: &'static str) -> Option<Self> {
        match self.members.get(name)? {
            Value::Object(members) => Some(Self {
                members: members.clone(),
                prefix,
                faults: Vec::new(),
            }),
            _ => {
                self.refuse(name, "Должно быть объектом.");
                None
            }
        }
    }

    pub fn absorb(&mut self, section: Self) {
        self.faults.extend(section.faults);
    }

    /// Only the first message about a member is kept.
    pub fn refuse(&mut self, name: &str, message: impl Into<String>) {
        let field = format!("{}{name}", self.prefix);
        if self.faults.iter().all(|fault| fault.field != field) {
            self.faults.push(FieldFault::new(field, message));
        }
    }

    /// Refuses every member that is not one of these.
    pub fn only(&mut self, known: &[&str]) {
        let names: Vec<String> = self.members.keys().cloned().collect();
        for name in names.iter().filter(|name| !known.contains(&name.as_str())) {
            self.refuse(name, NO_SUCH_FIELD);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    pub fn has(&self, name: &str) -> bool {
        self.members.contains_key(name)
    }

    /// The member as it came; `None` if it is absent or null.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.members.get(name).filter(|value| !value.is_null())
    }

    /// An integer; absent and null are `None`.
    pub fn id(&mut self, name: &str) -> Option<i64> {
        let value = self.value(name)?;
        let id = value.as_i64();
        if id.is_none() {
            self.refuse(name, "Должно быть целым числом.");
        }
        id
    }

    pub fn required_id(&mut self, name: &str) -> Option<i64> {
        if self.value(name).is_none() {
            self.refuse(name, REQUIRED);
        }
        self.id(name)
    }

    /// A list of integers; absent and null are `None`.
    pub fn ids(&mut self, name: &str) -> Option<Vec<i64>> {
        let items = self.value(name)?.as_array().cloned();
        let ids: Option<Vec<i64>> =
            items.and_then(|items| items.iter().map(Value::as_i64).collect());
        if ids.is_none() {
            self.refuse(name, "Должно быть массивом целых чисел.");
        }
        ids
    }

    /// A boolean; absent and null are `None`.
    pub fn flag(&mut self, name: &str) -> Option<bool> {
        let value = self.value(name)?;
        let flag = value.as_bool();
        if flag.is_none() {
            self.refuse(name, "Должно быть логическим значением.");
        }
        flag
    }

    /// A string; absent and null are `None`.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let text = self.value(name)?.as_str().map(str::to_owned);
        if text.is_none() {
            self.refuse(name, "Должно быть строкой.");
        }
        text
    }

    pub fn required_text(&mut self, name: &str) -> Option<String> {
        let text = self.text(name).filter(|text| !text.trim().is_empty());
        if text.is_none() {
            self.refuse(name, REQUIRED);
        }
        text
    }

    /// «Причина отклонения»: 1 to 500 characters where it is given.
    pub fn comment(&mut self) -> Option<String> {
        let text = self.text("comment")?;
        let length = text.chars().count();
        if !(1..=LONGEST_COMMENT).contains(&length) {
            self.refuse("comment", "Должно быть от 1 до 500 символов.");
        }
        Some(text)
    }

    /// # Errors
    /// Everything that was refused.
    pub fn settled(&self) -> Result<(), Refusal> {
        match self.faults.is_empty() {
            true => Ok(()),
            false => Err(Refusal::Fields(self.faults.clone())),
        }
    }
}

/// The success of a write that answers nothing.
pub fn done(sandbox: &Sandbox) -> Reply {
    match sandbox.options().quirks.writes_answer_200 {
        true => Reply::json(&json!({})),
        false => Reply::no_content(),
    }
}
