import type { Message } from '../messages';

// What happened, whether money is safe, what to do.
export const errors = {
  'errors.offline.title': 'Нет сети или сервис не отвечает',
  'errors.offline.text': 'Запрос не ушёл, в сервисе ничего не изменилось. Проверьте сеть и повторите.',
  'errors.timeout.title': 'Сервис не ответил вовремя',
  'errors.timeout.text': 'Это было чтение: ничего не изменилось. Повторите.',
  'errors.rate_limited.title': 'Сервис просит подождать: {seconds} с',
  'errors.rate_limited.text': 'Слишком частые запросы. Ничего не изменилось; повторите после паузы.',
  'errors.unauthorized.title': 'Jump не принял ключ',
  'errors.unauthorized.text':
    'Ничего не изменилось. Проверьте ключ в настройках подключения или возьмите новый в кабинете Jump.',
  'errors.forbidden.title': 'Ключ не даёт этого права',
  'errors.forbidden.text':
    'Ничего не изменилось, остальное в программе работает. Попросите руководителя включить право для этого ключа в кабинете Jump.',
  'errors.unauthorized.title.yandex': 'Яндекс не принял ключ',
  'errors.unauthorized.text.yandex':
    'Ничего не изменилось. Проверьте ключ в настройках, раздел «Яндекс Fleet», или возьмите новый в кабинете Яндекс Fleet.',
  'errors.forbidden.text.yandex':
    'Ничего не изменилось, остальное в программе работает. Попросите руководителя включить право для этого ключа в кабинете Яндекс Fleet.',
  'errors.refused_by_service.title.yandex': 'Яндекс не принял данные',
  'errors.refused_by_service.text.yandex': 'В Яндексе ничего не изменилось. Проверьте введённое и повторите.',
  'errors.unauthorized.title.yume': 'Yume не принял логин, пароль или токен',
  'errors.unauthorized.text.yume': 'Ничего не изменилось. Проверьте раскладку и Caps Lock и войдите снова.',
  'errors.forbidden.title.yume': 'Этой учётной записи Yume это закрыто',
  'errors.forbidden.text.yume':
    'Ничего не изменилось, остальное в программе работает. Попросите руководителя дать право в Yume.',
  'errors.refused_by_service.title.yume': 'Yume не принял данные',
  'errors.refused_by_service.text.yume': 'В Yume ничего не изменилось. Проверьте введённое и повторите.',
  'errors.outcome_unknown.text.yume':
    'Изменение могло сохраниться, а могло и нет; сверка этого не показала. Повторно не отправляем. Обновите список и сравните.',
  'errors.not_found.title': 'Сервис этого не нашёл',
  'errors.not_found.text':
    'Записи уже нет, или метод лежит по другому адресу. Ничего не изменилось. Проверьте подключение в диагностике.',
  'errors.refused_by_service.title': 'Jump не принял данные',
  'errors.refused_by_service.text': 'В Jump ничего не изменилось. Проверьте введённое и сохраните снова.',
  'errors.outcome_unknown.title': 'Исход неизвестен',
  'errors.outcome_unknown.text':
    'Изменение могло сохраниться, а могло и нет; сверка этого не показала. Повторно не отправляем. Перечитайте карточку и сравните.',
  'errors.service_down.title': 'Сервис ответил сбоем',
  'errors.service_down.text':
    'Это было чтение: ничего не изменилось. Сбой на стороне сервиса, повторите позже.',
  'errors.path.whole': 'весь ответ',
  'errors.unexpected_answer.title': 'Ответ сервиса не удалось разобрать',
  'errors.unexpected_answer.text':
    'Ничего не изменилось. Место в ответе: {path}. Форма ответа записана в диагностике без личных данных.',
  'errors.redirected.title': 'Сервис отправил на другой адрес',
  'errors.redirected.text':
    'По чужим адресам ключ не передаём. Проверьте базовый адрес в настройках подключения.',
  'errors.tls_failed.title': 'Сертификат сервиса не принят',
  'errors.tls_failed.text':
    'Соединение не защищено, поэтому ничего не отправлено. Проверьте дату на компьютере и корпоративный прокси.',
  'errors.proxy_failed.title': 'Прокси не пропустил запрос',
  'errors.proxy_failed.text': 'Запрос не ушёл, ничего не изменилось. Проверьте системный прокси и повторите.',
  'errors.read_only.title': 'Подключение открыто только для чтения',
  'errors.read_only.text': 'Ничего не отправлено. Снять запрет можно в настройках подключения.',
  'errors.invalid_input.title': 'Проверьте отмеченные поля',
  'errors.invalid_input.text': 'Ничего не отправлено.',
  'errors.review_expired.title': 'Проверка устарела',
  'errors.review_expired.text': 'Ничего не записано. Карточка могла измениться: проверьте изменения ещё раз.',
  'errors.requisites_unknown.title': 'Реквизиты показаны не полностью',
  'errors.requisites_unknown.text':
    'Сервис не показал реквизиты так, чтобы вернуть их без потерь, поэтому менять их отсюда нельзя. Ничего не изменилось.',
  'errors.no_key.title': 'Нет ключа для этого подключения',
  'errors.no_key.text': 'Ничего не отправлено. Введите ключ в настройках подключения.',
  'errors.no_fleet.title': 'Яндекс Fleet не подключён к этому парку',
  'errors.no_fleet.text': 'Ничего не отправлено, деньги не затронуты. Подключите его в настройках парка.',
  'errors.no_yume.title': 'Yume не подключён к этому парку',
  'errors.no_yume.text': 'Ничего не отправлено. Войдите в Yume в настройках парка.',
  'errors.yume_signed_out.title': 'Вход в Yume закончился',
  'errors.yume_signed_out.text': 'Ничего не изменилось, введённое не потеряно. Войдите снова и продолжайте.',
  'errors.yume_wrong_company.title': 'Эта компания в Yume для вас закрыта',
  'errors.yume_wrong_company.text':
    'Ничего не изменилось. Выберите другую компанию в настройках Yume или войдите под другим логином.',
  'errors.yume_wrong_company.no_company':
    'У учётной записи нет компании. Ничего не изменилось. Создайте её в Yume или войдите под логином сотрудника парка.',
  'errors.yume_integration_off.title': 'Интеграция с Wazzup не подключена, или её срок вышел',
  'errors.yume_integration_off.text':
    'Ничего не изменилось. Подключите или продлите её: вкладка «Интеграции» или сам Yume.',
  'errors.link_refused.title': 'Ссылка не открыта',
  'errors.link_refused.text':
    'Yume дал адрес, который ведёт не в Wazzup и не в Yume. Открывать его небезопасно.',
  'errors.link_refused.absent': 'Yume не дал адреса. Откройте чаты в самом Yume.',
  'errors.link_refused.not_an_address': 'Yume дал не адрес. Откройте чаты в самом Yume.',
  'errors.browser_failed.title': 'Браузер не открылся',
  'errors.browser_failed.text': 'Проверьте, какой браузер выбран в системе, и повторите.',
  'errors.keychain_missing.title': 'Хранилище ключей не найдено',
  'errors.keychain_missing.text': 'Ключ можно ввести на время этого запуска: на диск он не попадёт.',
  'errors.keychain_locked.title': 'Хранилище ключей заперто',
  'errors.keychain_locked.text':
    'Откройте его средствами системы и повторите, или введите ключ на время этого запуска.',
  'errors.keychain_failed.title': 'Хранилище ключей ответило ошибкой',
  'errors.keychain_failed.text':
    'Ключ не сохранён и не изменён. Повторите или введите ключ на время этого запуска.',
  'errors.no_connection.title': 'Этого подключения уже нет',
  'errors.no_connection.text': 'Его удалили. Выберите другой парк.',
  'errors.no_register.title': 'Список закрыт',
  'errors.no_register.text': 'Он больше не хранится в памяти. Получите его заново.',
  'errors.register_busy.title': 'Список ещё собирается',
  'errors.register_busy.text':
    'Файл не записан, деньги не затронуты. Дождитесь конца или остановите получение и повторите.',
  'errors.register_changed.title': 'Список изменился, пока записывался файл',
  'errors.register_changed.text': 'Файла не осталось, деньги не затронуты. Запишите его ещё раз.',
  'errors.file_not_granted.title': 'Файл нужно выбрать заново',
  'errors.file_not_granted.text':
    'Программа читает только те файлы, что вы перетащили или выбрали в этом запуске.',
  'errors.file_unreadable.title': 'Файл не читается',
  'errors.file_unreadable.text':
    'Возможно, он перемещён, удалён или закрыт для чтения. Ничего не отправлено.',
  'errors.file_refused.title': 'Файл не подходит',
  'errors.file_refused.text': 'Ничего не отправлено. Причина: {reason}',
  'errors.file_not_saved.title': 'Файл не сохранился',
  'errors.file_not_saved.text': 'Проверьте место на диске и права на папку, выберите другое место.',
  'errors.file_not_saved.disk_full':
    'На диске нет места. Прежний файл с этим именем цел. Освободите место или выберите другой диск.',
  'errors.file_not_saved.no_right':
    'В эту папку нельзя записывать. Прежний файл с этим именем цел. Выберите другую папку.',
  'errors.file_not_saved.no_folder': 'Этой папки больше нет. Ничего не записано. Выберите другую папку.',
  'errors.file_not_saved.large':
    'Виды не помещаются в файл: он получился бы больше 1 МБ. Прежний файл цел. Удалите ненужные виды и повторите.',
  'errors.file_not_saved.other':
    'Прежний файл с этим именем цел. Возможно, его держит открытым другая программа: закройте её или выберите другое имя или папку.',
  'errors.clipboard_failed.title': 'Скопировать не удалось',
  'errors.clipboard_failed.text': 'Буфер обмена занят другой программой. Повторите.',
  'errors.settings_not_saved.title': 'Настройки не записались на диск',
  'errors.settings_not_saved.text': 'Прежние настройки целы. Проверьте место на диске и права на папку.',
  'errors.money_closed.title': 'Деньги закрыты: журнал не пишется',
  'errors.money_closed.text': 'Записать намерение некуда, поэтому ничего не отправлено. Деньги не затронуты.',
  'errors.money_closed.damaged':
    'Журнал изменён мимо программы, дописывать в него нельзя. Ничего не отправлено. Что делать, сказано в журнале.',
  'errors.money_closed.locked':
    'Журнал держит открытым другая программа: закройте второе окно Parkdesk. Ничего не отправлено.',
  'errors.money_closed.newer': 'Журнал записан более новой программой: обновите эту. Ничего не отправлено.',
  'errors.money_closed.no_space':
    'На диске нет места для записи намерения. Ничего не отправлено. Освободите место и откройте журнал.',
  'errors.money_closed.no_access':
    'В папку журнала нельзя писать. Ничего не отправлено. Верните право на папку и откройте журнал.',
  'errors.money_closed.io':
    'Диск не смог записать намерение. Ничего не отправлено. Проверьте диск и откройте журнал.',
  'errors.money_closed.migration':
    'Журнал не удалось обновить до этой версии. Ничего не отправлено. Что делать, сказано в журнале.',
  'errors.money_closed.busy':
    'Журнал занят другой программой на мгновение. Ничего не записано и не отправлено. Повторите.',
  'errors.driver_unsettled.title': 'По водителю есть операция без исхода',
  'errors.driver_unsettled.text':
    'Пока она не выяснена, новые операции ему закрыты. Ничего не отправлено, деньги не двигались. Посмотрите её в журнале.',
  'errors.cancelled.title': 'Остановлено',
  'errors.cancelled.text': 'Вы остановили запрос. Полученное осталось на экране.',
  'errors.internal.title': 'Ошибка программы',
  'errors.internal.text':
    'Действие не выполнено. Если повторится, сохраните пакет для поддержки в диагностике.',
  'errors.field.park_name': 'Введите название парка',
  'errors.field.key': 'Введите ключ: без пробелов и переносов',
  'errors.field.base_address': 'Адрес начинается с https:// и не содержит ключа и параметров',
  'errors.field.requests_per_second': 'Целое число; 0 — без ограничения',
  'errors.field.max_megabytes': 'От 1 до 50 МБ',
  'errors.field.document_kinds': 'Оставьте хотя бы один вид файлов',
  'errors.field.type_field': 'Латинские буквы, цифры и подчёркивание',
  'errors.field.other': 'Значение не принято',
  'errors.action.retry': 'Повторить',
  'errors.action.reread': 'Перечитать и сравнить',
  'errors.action.toField': 'К полю',
  'errors.action.toConnection': 'К настройкам подключения',
  'errors.action.toDiagnostics': 'К диагностике',
  'errors.action.reviewAgain': 'Проверить ещё раз',
  'errors.action.toIntegrations': 'К интеграциям',
  'errors.action.signIn': 'Войти снова',
  'errors.action.chooseFile': 'Выбрать файл…',
} as const satisfies Record<string, Message>;
