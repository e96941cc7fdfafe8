//! Would two triggers send for the same change?

use yume::{YumeTriggerContent, YumeTriggerKind};

/// The same kind, and statuses that can both be met by one change. An absent status is any. Of kinds that nobody knows
/// nothing can be said.
pub(super) fn same_change(one: &YumeTriggerContent, other: &YumeTriggerContent) -> bool {
    if one.kind != other.kind {
        return false;
    }
    match &one.kind {
        Some(YumeTriggerKind::Order) => {
            meet(&one.order_status_from, &other.order_status_from)
                && meet(&one.order_status_to, &other.order_status_to)
        }
        Some(YumeTriggerKind::OrderPayment) => {
            let (from, to) = (
                (
                    &one.order_payment_status_from,
                    &other.order_payment_status_from,
                ),
                (&one.order_payment_status_to, &other.order_payment_status_to),
            );
            meet(from.0, from.1) && meet(to.0, to.1)
        }
        Some(YumeTriggerKind::Sale) => {
            meet(&one.sale_status_from, &other.sale_status_from)
                && meet(&one.sale_status_to, &other.sale_status_to)
        }
        Some(YumeTriggerKind::Delivery) => {
            meet(&one.delivery_type, &other.delivery_type)
                && meet(&one.delivery_status, &other.delivery_status)
        }
        Some(YumeTriggerKind::Unknown(_)) | None => false,
    }
}

fn meet<T: PartialEq>(one: &Option<T>, other: &Option<T>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use yume::{YumeDeliveryStatus, YumeDeliveryType, YumeOrderStatus, YumePaymentStatus};

    use super::*;

    fn rent(from: Option<YumeOrderStatus>, to: Option<YumeOrderStatus>) -> YumeTriggerContent {
        YumeTriggerContent {
            kind: Some(YumeTriggerKind::Order),
            order_status_from: from,
            order_status_to: to,
            ..YumeTriggerContent::default()
        }
    }

    #[test]
    fn client_is_not_written_to_twice_unwarned() {
        use YumeOrderStatus::{Completed, Inrent, Reserve};
        let to_rent = rent(Some(Reserve), Some(Inrent));
        assert!(same_change(&to_rent, &rent(Some(Reserve), Some(Inrent))));
        assert!(same_change(&to_rent, &rent(None, Some(Inrent))));
        assert!(same_change(&rent(None, None), &to_rent));
        assert!(same_change(
            &rent(Some(Reserve), None),
            &rent(None, Some(Inrent))
        ));
        assert!(!same_change(&to_rent, &rent(Some(Inrent), Some(Inrent))));
        assert!(!same_change(&to_rent, &rent(None, Some(Completed))));
    }

    #[test]
    fn other_kinds_and_their_leftover_statuses_are_no_reason_to_warn() {
        let payment = YumeTriggerContent {
            kind: Some(YumeTriggerKind::OrderPayment),
            order_payment_status_to: Some(YumePaymentStatus::Paid),
            ..rent(None, None)
        };
        assert!(!same_change(&payment, &rent(None, None)));
        let delivery = |status| YumeTriggerContent {
            kind: Some(YumeTriggerKind::Delivery),
            delivery_type: Some(YumeDeliveryType::PickUp),
            delivery_status: status,
            ..rent(Some(YumeOrderStatus::Debtor), None)
        };
        let done = delivery(Some(YumeDeliveryStatus::Done));
        assert!(same_change(&done, &delivery(None)));
        assert!(!same_change(
            &done,
            &delivery(Some(YumeDeliveryStatus::Pending))
        ));
        let odd = YumeTriggerContent {
            kind: Some(YumeTriggerKind::Unknown("9".to_owned())),
            ..rent(None, None)
        };
        assert!(!same_change(&odd, &odd.clone()));
    }
}
