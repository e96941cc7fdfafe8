//! The companies of an account; «Компания» is a tenant in the vendor's words.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use transport::CallError;

use crate::client::Yume;
use crate::endpoint::named;
use crate::id::YumeId;
use crate::wire;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct YumeCompany {
    pub id: YumeId,
    pub name: Option<String>,
    /// Of its amounts, e.g. `KZT`.
    pub currency: Option<String>,
}

/// A part of a list of companies, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompaniesPage {
    pub page: u32,
    pub page_size: u32,
}

/// The companies that came, and whether there are more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct YumeCompanies {
    pub companies: Vec<YumeCompany>,
    /// The service speaks of a next page.
    pub has_more: bool,
}

impl<'de> Deserialize<'de> for YumeCompany {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let members = wire::members(input)?;
        Ok(Self {
            id: wire::own_id(&members)?,
            name: wire::text(&members, "name"),
            currency: wire::text(&members, "currency"),
        })
    }
}

impl<'de> Deserialize<'de> for YumeCompanies {
    /// A plain list, or `{"results": […], "next": …}`.
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        let answer = Value::deserialize(input)?;
        let rows = wire::rows(&answer, &["results"]);
        let rows = rows.ok_or_else(|| D::Error::custom("expected a list of companies"))?;
        let companies = rows.iter().cloned().map(serde_json::from_value);
        let next = answer.get("next");
        Ok(Self {
            companies: companies
                .collect::<Result<_, _>>()
                .map_err(D::Error::custom)?,
            has_more: next.is_some_and(|next| !next.is_null()),
        })
    }
}

impl Yume {
    /// All companies of the account; one page of them only if it is asked for.
    pub async fn list_tenants(
        &self,
        page: Option<CompaniesPage>,
    ) -> Result<YumeCompanies, CallError> {
        let query = page.map(|page| {
            let pair = |name: &str, number: u32| (name.to_owned(), number.max(1).to_string());
            vec![pair("page", page.page), pair("pageSize", page.page_size)]
        });
        self.get(const { named("listTenants") }, query.unwrap_or_default())
            .await
    }
}
