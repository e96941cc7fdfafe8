//! Conditions of work that drivers are put under.

use serde::{Deserialize, Deserializer};
use transport::CallError;
use transport::lenient::{Listed, Object, Soft, read_type};

use crate::Fleet;
use crate::endpoint::named;

read_type! {
    pub struct WorkRule {
        id: String,
        is_enabled: Option<bool>,
        name: Option<String>,
    }
}

struct WorkRules(Vec<WorkRule>);

impl<'de> Deserialize<'de> for WorkRules {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Members {
            rules: Soft<Listed<WorkRule>>,
        }
        let read = Object::<Members>::deserialize(input)?.0;
        Ok(Self(read.rules.0.0))
    }
}

impl Fleet {
    /// All work rules of the park. There are no pages.
    pub async fn list_work_rules(&self) -> Result<Vec<WorkRule>, CallError> {
        let query = vec![("park_id".to_owned(), self.park_id().to_owned())];
        let answer: WorkRules = self.get(const { named("listWorkRules") }, query).await?;
        Ok(answer.0)
    }
}
