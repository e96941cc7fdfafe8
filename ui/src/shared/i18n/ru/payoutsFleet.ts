import type { Message } from '../messages';

// Registers at Yandex Fleet. Keys that the catalogues of payouts and of their rows (`rows.`) have too replace their words here.
export const payoutsFleet = {
  'payoutsFleet.service': 'Где провести',
  'payoutsFleet.service.jump': 'Jump',
  'payoutsFleet.service.yandex': 'Яндекс Fleet',
  'payoutsFleet.offline':
    'Нет связи с Яндекс Fleet. Проверка и отправка закрыты до её возвращения, реестр останется.',

  'payoutsFleet.sign': 'Что сделать',
  'payoutsFleet.sign.debit': 'Списать',
  'payoutsFleet.sign.debit.hint': '— Яндекс спишет с баланса водителя. Хватит ли денег, проверим заранее.',
  'payoutsFleet.sign.credit': 'Начислить',
  'payoutsFleet.sign.credit.hint': '— Яндекс прибавит к балансу водителя. На карту сразу ничего не уйдёт.',
  'payoutsFleet.reason.hint':
    'Одна на все строки, коротко: «Аренда за 20 ноября». Её увидят в кабинете Яндекса.',
  'payoutsFleet.setting.message': 'Описание',
  'payoutsFleet.setting.message.hint': 'Для строк без своего комментария. Метку операции добавим сами.',
  'payoutsFleet.least.hint': 'Яндекс проведёт строку, только если до неё на балансе не меньше этой суммы.',
  'payoutsFleet.check.hint': 'Найдём водителей в Яндексе и спросим балансы. Деньги не двигаются.',
  'payoutsFleet.why.sign': 'Выберите: списать или начислить',
  'payoutsFleet.why.offline': 'Нет связи с Яндекс Fleet: деньги закрыты',
  'payoutsFleet.role.aggregator_id': 'ID в Яндексе',

  'payoutsFleet.checking.drivers': 'Собираем список водителей Яндекса…',
  'payoutsFleet.checking.text': 'Ищем водителей и спрашиваем у Яндекса баланс каждого. Деньги не двигаются.',
  'payoutsFleet.checking.wait': 'Яндекс просит подождать: {left}. Продолжим сами.',

  'payoutsFleet.control.amount.debit': 'Сумма списаний',
  'payoutsFleet.control.amount.credit': 'Сумма начислений',
  'payoutsFleet.checks.debit': 'Денег на балансе хватает: {n} из {of}',
  'payoutsFleet.checks.credit': 'Водители найдены: {n} из {of}',
  'payoutsFleet.checks.later': 'Яндекс сначала примет операции, потом проведёт',
  'payoutsFleet.checks.now': 'Яндекс проводит такие операции сразу',

  'payoutsFleet.send.debit': {
    one: 'Списать в Яндексе: {n} операция на {sum}',
    few: 'Списать в Яндексе: {n} операции на {sum}',
    many: 'Списать в Яндексе: {n} операций на {sum}',
    other: 'Списать в Яндексе: {n} операции на {sum}',
  },
  'payoutsFleet.send.credit': {
    one: 'Начислить в Яндексе: {n} операция на {sum}',
    few: 'Начислить в Яндексе: {n} операции на {sum}',
    many: 'Начислить в Яндексе: {n} операций на {sum}',
    other: 'Начислить в Яндексе: {n} операции на {sum}',
  },
  'payoutsFleet.resume.debit': {
    one: 'Списать в Яндексе ещё {n} операцию на {sum}',
    few: 'Списать в Яндексе ещё {n} операции на {sum}',
    many: 'Списать в Яндексе ещё {n} операций на {sum}',
    other: 'Списать в Яндексе ещё {n} операции на {sum}',
  },
  'payoutsFleet.resume.credit': {
    one: 'Начислить в Яндексе ещё {n} операцию на {sum}',
    few: 'Начислить в Яндексе ещё {n} операции на {sum}',
    many: 'Начислить в Яндексе ещё {n} операций на {sum}',
    other: 'Начислить в Яндексе ещё {n} операции на {sum}',
  },

  'payoutsFleet.column.balance': 'Баланс, ₽',
  'payoutsFleet.column.blocked': 'Заблок., ₽',
  'payoutsFleet.column.free': 'Свободно, ₽',

  'payoutsFleet.review.what.debit': 'Яндекс спишет с балансов водителей',
  'payoutsFleet.review.what.credit': 'Яндекс начислит на балансы водителей',
  'payoutsFleet.review.service': 'Где',
  'payoutsFleet.review.manner': 'Как провести',
  'payoutsFleet.review.least': '{sum} до операции, иначе Яндекс её не проведёт',
  'payoutsFleet.warning.duplicates_unknown.text':
    'Были ли такие же операции на днях, известно только по журналу этой программы.',
  'payoutsFleet.warning.repeat.agree': 'Уверен: прежней в Яндексе нет',

  'payoutsFleet.hold.safe': 'Балансы водителей не изменились. До конца отсчёта можно отменить всё разом.',
  'payoutsFleet.pending': 'Обрабатывается',
  'payoutsFleet.pending.tab': 'Обрабатываются',
  'payoutsFleet.pending.both': 'Без исхода',
  'payoutsFleet.pending.title': {
    one: 'Обрабатывается {n} операция.',
    few: 'Обрабатываются {n} операции.',
    many: 'Обрабатываются {n} операций.',
    other: 'Обрабатываются {n} операции.',
  },
  'payoutsFleet.pending.text':
    'Яндекс принял и проведёт сам; может и не провести. Пока не провёл, балансы те же. За исходом следим, итог здесь обновится.',
  'payoutsFleet.together': 'вместе',
  'payoutsFleet.phase.finished': 'Отправлен',
  'payoutsFleet.result.unknown.text':
    'Ясного ответа Яндекса не было. Деньги либо двинулись, либо нет: ищем запись по метке, второй операции не создаём.',

  'payoutsFleet.rows.verdict.not_enough': 'Не хватает денег',
  'payoutsFleet.rows.verdict.minus': 'Уйдёт в минус',
  'payoutsFleet.rows.verdict.least': 'Ниже наименьшего',
  'payoutsFleet.rows.verdict.refused': 'Яндекс не пропустит',
  'payoutsFleet.rows.verdicts.refused': 'Яндекс не пропустит',
  'payoutsFleet.rows.verdict.short': 'свободно {available}',
  'payoutsFleet.rows.explain.ready': 'водитель найден, строка уйдёт как есть.',
  'payoutsFleet.rows.explain.unknown_driver':
    '«{text}» среди водителей парка в Яндексе не найден. Выберите водителя — F2, или исправьте таблицу.',
  'payoutsFleet.rows.explain.duplicate_in_file':
    'тот же водитель и та же сумма, что в строке {row}. Если это две разные операции, включите строку пробелом.',
  'payoutsFleet.rows.explain.duplicate_recent':
    'тот же водитель и та же сумма уже были {at}{mark}. Если это новая операция, включите строку пробелом.',
  'payoutsFleet.rows.explain.not_enough':
    'свободно {available}, списание больше. Яндекс может провести его, и баланс уйдёт в минус. Уменьшите сумму — F2, или включите строку пробелом.',
  'payoutsFleet.rows.explain.together':
    'вместе со строками № {rows} больше, чем свободно ({available}). Яндекс может провести, и баланс уйдёт в минус. Уменьшите сумму — F2, или включите строку пробелом.',
  'payoutsFleet.rows.explain.minus':
    'включена вами: свободно {available}, списание больше. Яндекс может провести его, и баланс уйдёт в минус. Пробел исключит строку.',
  'payoutsFleet.rows.explain.least':
    'до неё на балансе {available}, а в параметрах наименьший баланс {least}: Яндекс её не проведёт. Измените параметры или оставьте исключённой.',
  'payoutsFleet.rows.explain.refused': 'Яндекс не пропустит: {detail}.',
  'payoutsFleet.rows.explain.noDetail': 'причину Яндекс не назвал',
  'payoutsFleet.rows.explain.sent': 'отправлена, ждём ответ Яндекса.',
  'payoutsFleet.rows.explain.accepted': 'Яндекс провёл операцию #{reference}.',
  'payoutsFleet.rows.explain.rejected': 'Яндекс не провёл: {reason}. Деньги не двигались.',
  'payoutsFleet.rows.explain.pending':
    'Яндекс принял операцию #{reference} и проведёт её сам, исход узнаем. Пока не провёл, деньги не двигались.',
  'payoutsFleet.rows.explain.unknown':
    'ясного ответа нет, операция #{reference} сверяется. Второй такой не создаём, она открыта в журнале.',
} as const satisfies Record<string, Message>;
