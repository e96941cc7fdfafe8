//! One command per dictionary of Jump.Finance. `fresh` reads past what is kept in memory.

use desk::{
    Desk, DeskResult,
    connections::types::ConnectionId,
    dictionaries::{Dictionary, DictionaryAge},
};
use jump::{DictionaryItem, Id};
use tauri::State;

#[tauri::command]
#[specta::specta]
pub async fn jump_dict_integrations(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    fresh: bool,
) -> DeskResult<Vec<DictionaryItem>> {
    desk.dictionary(&connection, Dictionary::Integrations, None, fresh)
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_dict_transaction_types(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    fresh: bool,
) -> DeskResult<Vec<DictionaryItem>> {
    desk.dictionary(&connection, Dictionary::TransactionTypes, None, fresh)
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_dict_groups(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    fresh: bool,
) -> DeskResult<Vec<DictionaryItem>> {
    desk.dictionary(&connection, Dictionary::Groups, None, fresh)
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_dict_anti_fraud_statuses(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    fresh: bool,
) -> DeskResult<Vec<DictionaryItem>> {
    desk.dictionary(&connection, Dictionary::AntiFraudStatuses, None, fresh)
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_dict_agents(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    fresh: bool,
) -> DeskResult<Vec<DictionaryItem>> {
    desk.dictionary(&connection, Dictionary::Agents, None, fresh)
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_dict_pay_types(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    fresh: bool,
) -> DeskResult<Vec<DictionaryItem>> {
    desk.dictionary(&connection, Dictionary::PayTypes, None, fresh)
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_dict_request_types(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    fresh: bool,
) -> DeskResult<Vec<DictionaryItem>> {
    desk.dictionary(&connection, Dictionary::RequestTypes, None, fresh)
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_dict_payment_statuses(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    fresh: bool,
) -> DeskResult<Vec<DictionaryItem>> {
    desk.dictionary(&connection, Dictionary::PaymentStatuses, None, fresh)
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_dict_sbp_banks(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    fresh: bool,
) -> DeskResult<Vec<DictionaryItem>> {
    desk.dictionary(&connection, Dictionary::SbpBanks, None, fresh)
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_dict_autoreg_statuses(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    fresh: bool,
) -> DeskResult<Vec<DictionaryItem>> {
    desk.dictionary(&connection, Dictionary::AutoregStatuses, None, fresh)
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_dict_autoreg_job_statuses(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    fresh: bool,
) -> DeskResult<Vec<DictionaryItem>> {
    desk.dictionary(&connection, Dictionary::AutoregJobStatuses, None, fresh)
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_dict_autoreg_professions(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    fresh: bool,
) -> DeskResult<Vec<DictionaryItem>> {
    desk.dictionary(&connection, Dictionary::AutoregProfessions, None, fresh)
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_dict_autoreg_directions(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    fresh: bool,
) -> DeskResult<Vec<DictionaryItem>> {
    desk.dictionary(&connection, Dictionary::AutoregDirections, None, fresh)
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_dict_autoreg_documents(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    profession: Id,
    fresh: bool,
) -> DeskResult<Vec<DictionaryItem>> {
    desk.dictionary(
        &connection,
        Dictionary::AutoregDocuments,
        Some(profession),
        fresh,
    )
    .await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_dict_autoreg_modules(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    fresh: bool,
) -> DeskResult<Vec<DictionaryItem>> {
    desk.dictionary(&connection, Dictionary::AutoregModules, None, fresh)
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_dict_autoreg_delivery_types(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    fresh: bool,
) -> DeskResult<Vec<DictionaryItem>> {
    desk.dictionary(&connection, Dictionary::AutoregDeliveryTypes, None, fresh)
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_dict_autoreg_countries(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    fresh: bool,
) -> DeskResult<Vec<DictionaryItem>> {
    desk.dictionary(&connection, Dictionary::AutoregCountries, None, fresh)
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_dict_autoreg_models(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    fresh: bool,
) -> DeskResult<Vec<DictionaryItem>> {
    desk.dictionary(&connection, Dictionary::AutoregModels, None, fresh)
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn jump_dict_autoreg_colors(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    fresh: bool,
) -> DeskResult<Vec<DictionaryItem>> {
    desk.dictionary(&connection, Dictionary::AutoregColors, None, fresh)
        .await
}

/// Car models by a part of their name; the service searches.
#[tauri::command]
#[specta::specta]
pub async fn jump_dict_autoreg_models_search(
    desk: State<'_, Desk>,
    connection: ConnectionId,
    search: String,
) -> DeskResult<Vec<DictionaryItem>> {
    desk.search_car_models(&connection, &search).await
}

#[tauri::command]
#[specta::specta]
pub async fn dictionary_ages(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<Vec<DictionaryAge>> {
    Ok(desk.dictionary_ages(&connection))
}

/// The next look at any dictionary of this connection reads it anew.
#[tauri::command]
#[specta::specta]
pub async fn forget_dictionaries(
    desk: State<'_, Desk>,
    connection: ConnectionId,
) -> DeskResult<()> {
    desk.forget_dictionaries(&connection);
    Ok(())
}
