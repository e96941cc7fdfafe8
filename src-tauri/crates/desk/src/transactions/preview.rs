//! What a withdrawal would cost, in the service's own words: nothing is computed here.

use jump::WithdrawPreview;

use super::types::{PreviewAsk, PreviewView};
use crate::{
    Desk,
    connections::types::ConnectionId,
    error::{DeskError, DeskErrorCode, DeskResult},
    operations::typed_amount,
};

impl Desk {
    /// Asks the service. Moves nothing, so a read-only connection may ask too.
    ///
    /// # Errors
    /// `InvalidInput` naming `amount` (codes: see `operations::amount`); `RefusedByService` when the service
    /// would refuse the withdrawal; the other errors of the call and of the connection.
    pub async fn preview_withdraw(
        &self,
        connection: &ConnectionId,
        ask: PreviewAsk,
    ) -> DeskResult<PreviewView> {
        let asked = typed_amount(&ask.amount).map_err(|problem| {
            DeskError::new(DeskErrorCode::InvalidInput).with_fields(vec![problem])
        })?;
        let preview = WithdrawPreview {
            amount: asked,
            balance_id: ask.balance_id,
            include_commission: ask.include_commission,
        };
        let jump = self.jump(connection).await?.for_money();
        Ok(PreviewView {
            asked,
            include_commission: ask.include_commission,
            answer: jump.preview_withdraw(ask.driver_id, &preview).await?,
            at: self.now_iso(),
        })
    }
}
