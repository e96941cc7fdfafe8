//! What the park's dictionaries hold. The same tables feed the dictionaries, the seed and the validation of writes.

pub type Named = (i64, &'static str);

pub const INTEGRATIONS: &[Named] = &[(1, "YanGo"), (2, "Яндекс Про"), (3, "Ситимобил")];

pub const TOP_UP: i64 = 1;
pub const TRIP: i64 = 2;
pub const PARK_COMMISSION: i64 = 3;
pub const RENT: i64 = 5;
pub const FINE: i64 = 7;
pub const BONUS: i64 = 9;
pub const WITHDRAWAL: i64 = 14;
pub const TRANSFER: i64 = 15;
pub const TRANSACTION_TYPES: &[Named] = &[
    (TOP_UP, "Пополнение баланса"),
    (TRIP, "Поездка"),
    (PARK_COMMISSION, "Комиссия парка"),
    (RENT, "Аренда автомобиля"),
    (FINE, "Штраф"),
    (BONUS, "Бонус"),
    (WITHDRAWAL, "Вывод средств"),
    (TRANSFER, "Перевод между балансами"),
];

/// The types that a person may give each operation; trips come from aggregators only.
pub const WITHDRAW_TYPES: &[i64] = &[PARK_COMMISSION, RENT, FINE, WITHDRAWAL];
pub const DEPOSIT_TYPES: &[i64] = &[TOP_UP, BONUS];
pub const TRANSFER_TYPES: &[i64] = &[TRANSFER];

pub const GROUPS: &[Named] = &[
    (1, "По умолчанию"),
    (2, "Аренда"),
    (3, "Свой автомобиль"),
    (4, "Новички"),
    (5, "Комфорт и бизнес"),
    (6, "Курьеры"),
];

pub const ALLOWED: i64 = 1;
pub const FORBIDDEN: i64 = 2;
pub const ANTI_FRAUD_STATUSES: &[Named] = &[
    (ALLOWED, "Вывод разрешен"),
    (FORBIDDEN, "Вывод запрещен"),
    (3, "На проверке"),
    (4, "Только с подтверждением"),
];

pub const AGENTS: &[Named] = &[
    (1, "ООО «Ромашка»"),
    (2, "ООО «Северный парк»"),
    (3, "ООО «Такси Полёт»"),
    (4, "ИП Демонстрационный П. П."),
];

/// A pay system of this park: id, slug, title.
pub type PayType = (i64, &'static str, &'static str);

pub const BANK_ACCOUNT: i64 = 1;
pub const CARD_BY_PHONE: i64 = 2;
pub const CARD: i64 = 3;
pub const SBP: i64 = 4;
pub const SELF_EMPLOYED: i64 = 5;
pub const PAY_TYPES: &[PayType] = &[
    (BANK_ACCOUNT, "bank_account", "Банковский счет"),
    (
        CARD_BY_PHONE,
        "card_by_phone",
        "Банковская карта по номеру телефона",
    ),
    (CARD, "card", "Банковская карта"),
    (SBP, "sbp", "Система быстрых платежей"),
    (SELF_EMPLOYED, "self_employed", "Самозанятый (другое)"),
];

pub const REQUEST_TYPES: &[Named] = &[
    (1, "Менеджер"),
    (2, "Мобильное приложение"),
    (3, "Автовыплата"),
    (4, "Телеграм-бот"),
];

pub const PAID: u8 = 1;
pub const REJECTED: u8 = 2;
pub const PROCESSING: u8 = 3;
pub const WAITING: u8 = 4;
pub const FAILED: u8 = 5;
pub const DELETED: u8 = 6;
/// Status of a payment: id, title, theme. Two of them share a title, as at the vendor's: titles are no keys.
pub const PAYMENT_STATUSES: &[(u8, &str, &str)] = &[
    (PAID, "Выплачен", "success"),
    (REJECTED, "Отклонен", "danger"),
    (PROCESSING, "В обработке", "info"),
    (WAITING, "Ожидает подтверждения", "warning"),
    (FAILED, "Ошибка", "danger"),
    (DELETED, "Удален", "secondary"),
    (7, "Ожидает подтверждения", "warning"),
    (8, "Ожидает подписи", "warning"),
];

pub const SBP_BANKS: &[Named] = &[
    (100_000_000_111, "Сбербанк"),
    (100_000_000_004, "Тинькофф Банк"),
    (100_000_000_008, "Альфа-Банк"),
    (100_000_000_005, "Банк ВТБ"),
    (100_000_000_007, "Райффайзенбанк"),
    (100_000_000_001, "Газпромбанк"),
    (100_000_000_013, "Совкомбанк"),
    (100_000_000_010, "Промсвязьбанк"),
    (100_000_000_020, "Россельхозбанк"),
    (100_000_000_150, "Яндекс Банк"),
    (100_000_000_273, "Озон Банк"),
];

/// Banks that hold accounts: BIK and name.
pub const BANKS: &[(&str, &str)] = &[
    ("044525225", "ПАО Сбербанк"),
    ("044525974", "АО «Тинькофф Банк»"),
    ("044525593", "АО «Альфа-Банк»"),
    ("044525187", "Банк ВТБ (ПАО)"),
    ("044525700", "АО «Райффайзенбанк»"),
];

/// Status of an application: slug and title; its id is the place in this list, from 1.
pub const APPLICATION_STATUSES: &[(&str, &str)] = &[
    ("draft", "Черновик"),
    ("not_filled", "Не заполнена"),
    ("exchange_error", "Ошибка от агрегатора"),
    ("not_processed", "Не обработана"),
    ("register", "Регистрируется"),
    ("registered", "Зарегистрирована"),
    ("rejected", "Отклонена менеджером"),
    ("filled", "Регистрируется"),
];

/// Places in [`APPLICATION_STATUSES`].
pub mod application_status {
    pub const DRAFT: usize = 0;
    pub const NOT_FILLED: usize = 1;
    pub const EXCHANGE_ERROR: usize = 2;
    pub const NOT_PROCESSED: usize = 3;
    pub const REGISTER: usize = 4;
    pub const REGISTERED: usize = 5;
    pub const REJECTED: usize = 6;
}

/// Status of a registration job, like [`APPLICATION_STATUSES`].
pub const JOB_STATUSES: &[(&str, &str)] = &[
    ("new", "Создана"),
    ("exchange_error", "Ошибка от агрегатора"),
    ("register", "Регистрируется"),
    ("registered", "Зарегистрирована"),
    ("rejected", "Отклонена менеджером"),
];

/// Places in [`JOB_STATUSES`].
pub mod job_status {
    pub const NEW: usize = 0;
    pub const EXCHANGE_ERROR: usize = 1;
    pub const REGISTER: usize = 2;
    pub const REGISTERED: usize = 3;
    pub const REJECTED: usize = 4;
}

pub const PROFESSIONS: &[Named] = &[(1, "Таксист"), (2, "Автокурьер"), (3, "Пеший курьер")];

/// Directions of registration: slug and title; the id is the place from 1 and fits the profession of the same id.
pub const DIRECTIONS: &[(&str, &str)] = &[
    ("taxi", "Такси"),
    ("auto_courier", "Курьеры авто/мото"),
    ("walking_courier", "Пешие курьеры"),
];

pub const WALKING_PROFESSION: i64 = 3;
/// Places in [`DIRECTIONS`].
pub const AUTO_COURIER: usize = 1;
pub const WALKING_COURIER: usize = 2;
pub const DOCUMENTS: &[Named] = &[
    (1, "Водительское удостоверение"),
    (2, "СТС"),
    (3, "Разворот паспорта"),
    (4, "Страница прописки в паспорте"),
    (5, "Селфи с паспортом"),
    (6, "Водительское удостоверение (обратная сторона)"),
    (7, "СТС (обратная сторона)"),
];

pub const MODULES: &[Named] = &[
    (1, "Кем будете работать?"),
    (2, "У вас есть авто?"),
    (3, "Как будете доставлять?"),
    (4, "Агрегаторы для работы"),
    (5, "О себе"),
    (6, "Водительское удостоверение"),
    (7, "Данные авто"),
];

pub const DELIVERY_TYPES: &[Named] = &[
    (1, "На автомобиле"),
    (2, "На мотоцикле"),
    (3, "На самокате, велосипеде или пешком"),
];

/// The way of delivery that makes a walking courier.
pub const ON_FOOT: i64 = 3;

pub const COUNTRIES: &[(&str, &str)] = &[
    ("rus", "Россия"),
    ("tjk", "Таджикистан"),
    ("uzb", "Узбекистан"),
    ("kgz", "Киргизия"),
    ("arm", "Армения"),
    ("blr", "Беларусь"),
    ("kaz", "Казахстан"),
];

pub const MODELS: &[(i64, &str, &str)] = &[
    (12, "Hyundai", "Solaris"),
    (15, "Hyundai", "Sonata"),
    (31, "Kia", "Rio"),
    (34, "Kia", "Optima"),
    (35, "Kia", "K5"),
    (58, "Volkswagen", "Polo"),
    (77, "Skoda", "Octavia"),
    (78, "Skoda", "Rapid"),
    (101, "Toyota", "Camry"),
    (120, "Renault", "Logan"),
    (141, "Chery", "Tiggo 7 Pro"),
    (152, "Haval", "Jolion"),
    (160, "Geely", "Coolray"),
    (167, "LADA (ВАЗ)", "Granta"),
    (168, "LADA (ВАЗ)", "Vesta"),
    (190, "Москвич", "3"),
];

pub const COLORS: &[Named] = &[
    (0, "Не указан"),
    (1, "Белый"),
    (2, "Желтый"),
    (3, "Черный"),
    (4, "Серый"),
    (5, "Серебристый"),
    (6, "Синий"),
    (7, "Красный"),
    (8, "Коричневый"),
];

/// The name behind an id of one of these tables; empty for an unknown id.
pub fn name_of(table: &[Named], id: i64) -> &'static str {
    table
        .iter()
        .find(|(known, _)| *known == id)
        .map_or("", |(_, name)| name)
}

pub fn knows(table: &[Named], id: i64) -> bool {
    table.iter().any(|(known, _)| *known == id)
}

pub fn pay_type(id: i64) -> Option<&'static PayType> {
    PAY_TYPES.iter().find(|(known, _, _)| *known == id)
}
