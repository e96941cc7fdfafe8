//! The list of commands and events, and the TypeScript made from it.

use tauri_specta::{Builder, collect_commands, collect_events};

use desk::{
    applications::book::types::ApplicationColumn,
    drivers::book::types::DriverColumn,
    fleet::types::{
        FleetDriverColumn, FleetTransactionColumn, RECONCILIATION_LIMITS, ReconciliationColumn,
    },
    payments::types::PaymentColumn,
    transactions::types::TransactionColumn,
};

use crate::{commands, drop, events};

/// Every command and event the page can use.
pub fn builder() -> Builder<tauri::Wry> {
    Builder::<tauri::Wry>::new()
        .disable_serde_phases()
        .commands(collect_commands![
            commands::program::startup,
            commands::program::set_preferences,
            commands::program::copy_text,
            commands::program::screen_ready,
            commands::program::unsaved_work,
            commands::program::close_heard,
            commands::program::work_under_way,
            commands::program::close_program,
            commands::connections::connections,
            commands::connections::add_connection,
            commands::connections::open_demo,
            commands::connections::edit_connection,
            commands::connections::select_connection,
            commands::connections::remove_connection,
            commands::connections::replace_key,
            commands::connections::delete_key,
            commands::connections::retry_keychain,
            commands::connections::advanced_settings,
            commands::connections::set_advanced_settings,
            commands::connections::endpoints,
            commands::connections::check_connection,
            commands::dictionaries::jump_dict_integrations,
            commands::dictionaries::jump_dict_transaction_types,
            commands::dictionaries::jump_dict_groups,
            commands::dictionaries::jump_dict_anti_fraud_statuses,
            commands::dictionaries::jump_dict_agents,
            commands::dictionaries::jump_dict_pay_types,
            commands::dictionaries::jump_dict_request_types,
            commands::dictionaries::jump_dict_payment_statuses,
            commands::dictionaries::jump_dict_sbp_banks,
            commands::dictionaries::jump_dict_autoreg_statuses,
            commands::dictionaries::jump_dict_autoreg_job_statuses,
            commands::dictionaries::jump_dict_autoreg_professions,
            commands::dictionaries::jump_dict_autoreg_directions,
            commands::dictionaries::jump_dict_autoreg_documents,
            commands::dictionaries::jump_dict_autoreg_modules,
            commands::dictionaries::jump_dict_autoreg_delivery_types,
            commands::dictionaries::jump_dict_autoreg_countries,
            commands::dictionaries::jump_dict_autoreg_models,
            commands::dictionaries::jump_dict_autoreg_models_search,
            commands::dictionaries::jump_dict_autoreg_colors,
            commands::dictionaries::dictionary_ages,
            commands::dictionaries::forget_dictionaries,
            commands::drivers::jump_list_drivers,
            commands::drivers::open_drivers,
            commands::drivers::drivers_window,
            commands::drivers::jump_get_driver,
            commands::drivers::jump_update_driver,
            commands::drivers::check_driver,
            commands::drivers::review_driver,
            commands::drivers::requisite_types,
            commands::drivers::confirm_requisite_form,
            commands::drivers::check_requisite,
            commands::payments::jump_list_payments,
            commands::payments::payments_window,
            commands::payments::payment_details,
            commands::registers::period_presets,
            commands::registers::register_state,
            commands::registers::narrow_register,
            commands::registers::order_register,
            commands::registers::register_totals,
            commands::registers::register_groups,
            commands::registers::register_chart,
            commands::registers::register_value,
            commands::registers::register_seek,
            commands::registers::register_position,
            commands::registers::register_ids,
            commands::registers::copy_register,
            commands::registers::stop_register,
            commands::registers::resume_register,
            commands::registers::close_register,
            commands::exports::export_register,
            commands::exports::cancel_export,
            commands::exports::reveal_export,
            commands::views::view_book,
            commands::views::save_view,
            commands::views::delete_view,
            commands::views::set_usual_view,
            commands::views::keep_columns,
            commands::views::write_views,
            commands::views::read_views,
            commands::summary::payments_summary,
            commands::summary::expiring_licences,
            commands::transactions::jump_list_transactions,
            commands::transactions::transactions_window,
            commands::transactions::transaction_details,
            commands::transactions::jump_preview_withdraw,
            commands::fleet::connect_fleet,
            commands::fleet::fleet_access,
            commands::fleet::disconnect_fleet,
            commands::fleet::check_fleet,
            commands::fleet::yandex_list_park_transactions,
            commands::fleet::yandex_list_driver_transactions,
            commands::fleet::fleet_transactions_window,
            commands::fleet::fleet_transaction_details,
            commands::fleet::yandex_list_order_transactions,
            commands::fleet::yandex_list_transaction_categories,
            commands::fleet::yandex_list_driver_profiles,
            commands::fleet::fleet_drivers_window,
            commands::fleet::fleet_driver_details,
            commands::fleet::yandex_list_work_rules,
            commands::fleet::yandex_get_blocked_balance,
            commands::fleet::fleet_link_suggestions,
            commands::fleet::link_fleet_driver,
            commands::fleet::plan_fleet_transaction,
            commands::fleet::yandex_create_driver_transaction_v3,
            commands::fleet::yandex_create_driver_transaction_v2,
            commands::fleet::yandex_get_driver_transaction_status_v3,
            commands::fleet::reconcile_fleet,
            commands::fleet::cancel_reconciliation,
            commands::fleet::export_reconciliation,
            commands::yume::yume_access,
            commands::yume::yume_login,
            commands::yume::paste_yume_token,
            commands::yume::yume_refresh_token,
            commands::yume::yume_logout,
            commands::yume::disconnect_yume,
            commands::yume::yume_list_tenants,
            commands::yume::choose_yume_company,
            commands::yume::check_yume,
            commands::yume::yume_list_wazzup_triggers,
            commands::yume::review_trigger,
            commands::yume::preview_trigger,
            commands::yume::trigger_delay,
            commands::yume::yume_create_wazzup_trigger,
            commands::yume::yume_replace_wazzup_trigger,
            commands::yume::yume_patch_wazzup_trigger,
            commands::yume::yume_delete_wazzup_trigger,
            commands::yume::reorder_triggers,
            commands::yume::yume_list_wazzup_templates,
            commands::yume::yume_send_wazzup_message,
            commands::yume::yume_wazzup_iframe,
            commands::yume::yume_sync_wazzup,
            commands::yume::yume_connect_wazzup,
            commands::yume::yume_get_wazzup_settings,
            commands::yume::yume_put_wazzup_settings,
            commands::yume::yume_patch_wazzup_settings,
            commands::yume::yume_list_integrations,
            commands::yume::yume_get_integration,
            commands::yume::yume_connect_integration,
            commands::yume::yume_disconnect_integration,
            commands::operations::plan_operation,
            commands::operations::jump_create_transaction,
            commands::operations::cancel_operation,
            commands::operations::check_operation,
            commands::operations::check_unknown_operations,
            commands::operations::close_operation,
            commands::operations::operation_details,
            commands::operations::journal_window,
            commands::operations::journal_state,
            commands::operations::retry_journal,
            commands::operations::archive_journal,
            commands::operations::money_settings,
            commands::operations::set_money_settings,
            commands::operations::save_dispute,
            commands::payouts::open_payout_text,
            commands::payouts::open_payout,
            commands::payouts::payouts,
            commands::payouts::close_payout,
            commands::payouts::payout_state,
            commands::payouts::payout_window,
            commands::payouts::choose_payout_sheet,
            commands::payouts::choose_payout_columns,
            commands::payouts::set_payout_settings,
            commands::payouts::change_payout_row,
            commands::payouts::check_payout,
            commands::payouts::stop_payout_check,
            commands::payouts::plan_payout,
            commands::payouts::confirm_payout,
            commands::payouts::cancel_payout,
            commands::payouts::pause_payout,
            commands::payouts::resume_payout,
            commands::payouts::choose_payout_file,
            commands::payouts::take_dropped_payout,
            commands::payouts::copy_payout,
            commands::payouts::export_payout,
            commands::applications::jump_list_applications,
            commands::applications::applications_window,
            commands::applications::jump_count_applications,
            commands::applications::jump_get_application,
            commands::applications::jump_download_application_file,
            commands::applications::view_application_file,
            commands::applications::save_application_files,
            commands::applications::check_application,
            commands::applications::jump_edit_application,
            commands::applications::plan_rejection,
            commands::applications::jump_batch_reject_applications,
            commands::applications::jump_reject_application,
            commands::applications::jump_create_application_integration,
            commands::applications::jump_get_application_integration,
            commands::applications::jump_register_application_integration,
            commands::applications::jump_reject_application_integration,
            commands::applications::watch_application_jobs,
            commands::applications::unwatch_application_jobs,
            commands::webhooks::webhooks,
            commands::webhooks::jump_get_webhook,
            commands::webhooks::jump_create_webhook,
            commands::webhooks::jump_update_webhook,
            commands::webhooks::jump_delete_webhook,
            commands::webhooks::forget_webhook,
            commands::uploads::choose_files,
            commands::uploads::take_dropped_files,
            commands::uploads::revoke_file,
            commands::uploads::jump_upload_application_file,
            commands::uploads::uploads,
            commands::uploads::cancel_upload,
            commands::uploads::retry_upload,
            commands::uploads::dismiss_upload,
            commands::diagnostics::recent_calls,
            commands::diagnostics::save_support_bundle,
            commands::diagnostics::log_folder,
        ])
        .typ::<PaymentColumn>()
        .typ::<FleetTransactionColumn>()
        .typ::<FleetDriverColumn>()
        .typ::<ReconciliationColumn>()
        .constant("RECONCILIATION_LIMITS", RECONCILIATION_LIMITS)
        .typ::<TransactionColumn>()
        .typ::<DriverColumn>()
        .typ::<ApplicationColumn>()
        .events(collect_events![
            events::RegisterChanged,
            events::UploadChanged,
            events::HealthChanged,
            events::CheckAdvanced,
            events::JobChanged,
            events::ExportChanged,
            events::OperationChanged,
            events::JournalChanged,
            events::PayoutChanged,
            events::ReconciliationAdvanced,
            events::YumeChanged,
            events::CloseAsked,
            drop::FilesHover,
            drop::FilesDropped,
            drop::FilesLeft,
        ])
}

#[cfg(test)]
mod tests {
    use specta_typescript::Typescript;

    /// `listDrivers` of `jump` is the command `jump_list_drivers`.
    fn command_of(service: &str, operation: &str) -> String {
        let mut name = format!("{service}_");
        for (place, letter) in operation.chars().enumerate() {
            if letter.is_uppercase() && place > 0 {
                name.push('_');
            }
            name.extend(letter.to_lowercase());
        }
        name
    }

    /// Commands that are no operation of Yume's contract.
    const ABOUT_YUME: [&str; 1] = ["yume_access"];

    #[test]
    fn every_operation_has_its_command_and_no_command_calls_a_stranger() {
        let of = |service, operations: &[&str]| {
            let commands = operations.iter().map(|one| command_of(service, one));
            commands.collect::<Vec<_>>()
        };
        let mut wanted = of("jump", jump::OPERATIONS);
        wanted.extend(of("yume", yume::OPERATIONS));
        let listed = include_str!("bindings.rs");
        let names = listed.lines().filter_map(|line| {
            let (_, name) = line.trim().strip_prefix("commands::")?.split_once("::")?;
            let name = name.trim_end_matches(',');
            let is_operation = name.starts_with("jump_") || name.starts_with("yume_");
            (is_operation && !ABOUT_YUME.contains(&name)).then(|| name.to_owned())
        });
        let mut given: Vec<String> = names.collect();
        wanted.sort();
        given.sort();
        assert_eq!(given, wanted);
    }

    /// Writes the bindings and fails when they differ from what was committed, so that the page
    /// never compiles against types that Rust no longer has.
    #[test]
    fn the_page_never_compiles_against_stale_types() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/host/bindings.ts");
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        let header =
            "// Made from the Rust types by a test (src-tauri/src/bindings.rs). Do not edit.";
        super::builder()
            .export(Typescript::default().header(header), path)
            .unwrap();
        let fresh = std::fs::read_to_string(path).unwrap();
        assert!(
            committed == fresh,
            "bindings.ts was stale and has been written anew: commit it"
        );
    }
}
