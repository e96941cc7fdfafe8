//! The companies of an account. Which one is meant goes with every call.

use yume::{CompaniesPage, YumeCompanies};

use super::record::{YumeRecord, access_of};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::DeskResult,
    yume::types::{YumeAccessView, YumeCompany, YumePart},
};

/// The list has pages only where it is asked for them, or is long.
const PAGE: u32 = 100;
const MOST_PAGES: u32 = 50;

impl From<yume::YumeCompany> for YumeCompany {
    fn from(company: yume::YumeCompany) -> Self {
        Self {
            id: company.id,
            name: company.name.unwrap_or_default(),
            currency: company.currency.unwrap_or_default(),
        }
    }
}

impl Desk {
    /// All companies of the account.
    ///
    /// # Errors
    /// `NoYume`, `YumeSignedOut`, and those of the call and of the connection.
    pub async fn yume_companies(&self, id: &ConnectionId) -> DeskResult<Vec<YumeCompany>> {
        let all = self.companies_page(id, None).await?;
        let mut companies = all.companies;
        if all.has_more {
            companies.clear();
            for page in 1..=MOST_PAGES {
                let asked = CompaniesPage {
                    page,
                    page_size: PAGE,
                };
                let part = self.companies_page(id, Some(asked)).await?;
                companies.extend(part.companies);
                if !part.has_more {
                    break;
                }
            }
        }
        Ok(companies.into_iter().map(YumeCompany::from).collect())
    }

    async fn companies_page(
        &self,
        id: &ConnectionId,
        page: Option<CompaniesPage>,
    ) -> DeskResult<YumeCompanies> {
        self.yume_read(id, |yume| async move { yume.list_tenants(page).await })
            .await
    }

    /// The company that is meant from now on; `None`: the account's own.
    ///
    /// # Errors
    /// `NoYume`, `NoConnection`, `SettingsNotSaved`.
    pub async fn choose_yume_company(
        &self,
        id: &ConnectionId,
        company: Option<YumeCompany>,
    ) -> DeskResult<YumeAccessView> {
        access_of(&self.0.connections.record(id)?)?;
        self.write_company(id, company)?;
        self.tell_yume(id, YumePart::Access);
        let record = access_of(&self.0.connections.record(id)?)?;
        self.yume_access_view(id, record).await
    }

    /// The token stays; what was read of the other company does not.
    pub(super) fn write_company(
        &self,
        id: &ConnectionId,
        company: Option<YumeCompany>,
    ) -> DeskResult<()> {
        self.change_record(id, |kept| {
            let access = access_of(kept)?;
            kept.yume = Some(YumeRecord { company, ..access });
            Ok(())
        })?;
        self.forget_yume_client(id);
        self.yume_held(id).forget_readings();
        Ok(())
    }
}
