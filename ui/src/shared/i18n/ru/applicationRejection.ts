import type { Message } from '../messages';

export const applicationRejection = {
  'applicationRejection.title': 'Пакетное отклонение',
  'applicationRejection.where': 'Парк «{park}»',
  'applicationRejection.filter': 'Фильтр: {filters}',
  'applicationRejection.noFilter': 'Без фильтра',

  // counting
  'applicationRejection.counting': 'Считаем заявки…',
  'applicationRejection.countingText': 'Читаем список до последней строки. Ничего не отправлено.',
  'applicationRejection.countFailed': 'Посчитать не удалось. {title}.',
  'applicationRejection.moves': 'Список меняется прямо сейчас, точного числа нет.',
  'applicationRejection.movesText': 'Ничего не отправлено. Посчитайте заново.',
  'applicationRejection.countAgain': 'Посчитать заново',
  'applicationRejection.countedAt': 'Посчитано в {time}',

  // the plan
  'applicationRejection.count': {
    one: 'Отклонить {n} заявку',
    few: 'Отклонить {n} заявки',
    many: 'Отклонить {n} заявок',
    other: 'Отклонить {n} заявки',
  },
  'applicationRejection.nothing': 'Отклонять нечего.',
  'applicationRejection.irreversible': 'Отправим ровно эти заявки. Вернуть их отсюда нельзя.',
  'applicationRejection.irreversibleAll': 'Отправим «все по фильтру». Вернуть заявки отсюда нельзя.',
  'applicationRejection.list': 'Будут отклонены',
  'applicationRejection.exceptions': {
    one: 'Вы исключили: {n}',
    few: 'Вы исключили: {n}',
    many: 'Вы исключили: {n}',
    other: 'Вы исключили: {n}',
  },
  'applicationRejection.leftOut': {
    one: 'Статус не позволяет: {n} пропустим',
    few: 'Статус не позволяет: {n} пропустим',
    many: 'Статус не позволяет: {n} пропустим',
    other: 'Статус не позволяет: {n} пропустим',
  },
  'applicationRejection.noName': 'Заявка № {id}',
  'applicationRejection.noStatus': 'статус неизвестен',

  // the reason
  'applicationRejection.comment': 'Причина отклонения',
  'applicationRejection.commentHint': 'Запишется в каждую заявку.',
  'applicationRejection.length': {
    one: '{n} знак из {of}',
    few: '{n} знака из {of}',
    many: '{n} знаков из {of}',
    other: '{n} знака из {of}',
  },
  'applicationRejection.presets': 'Частые причины',
  'applicationRejection.preset.papers': 'Не прислал документы.',
  'applicationRejection.preset.unreadable': 'Документы не читаются.',
  'applicationRejection.preset.silent': 'Не отвечает на звонки.',
  'applicationRejection.preset.unfit': 'Не подходит по требованиям.',
  'applicationRejection.preset.twice': 'Заявка повторяется.',
  'applicationRejection.tooLong': 'Сократите причину.',

  // the second yes and the other way
  'applicationRejection.unfiltered': {
    one: 'Фильтра нет. Отклонить весь список, {n} заявку',
    few: 'Фильтра нет. Отклонить весь список, {n} заявки',
    many: 'Фильтра нет. Отклонить весь список, {n} заявок',
    other: 'Фильтра нет. Отклонить весь список, {n} заявки',
  },
  'applicationRejection.advanced': 'Другой способ отправки',
  'applicationRejection.sendAll': 'Отправить как «все по фильтру»',
  'applicationRejection.sendAllText':
    'Jump отклонит всё, что найдёт по фильтру в момент отправки: и заявки, которые придут до неё. Обычно отправляем ровно показанные.',

  // buttons
  'applicationRejection.back': 'Не отклонять',
  'applicationRejection.close': 'Закрыть',
  'applicationRejection.goAll': 'Отклонить все, сейчас {n}',
  'applicationRejection.why.comment': 'Напишите причину.',
  'applicationRejection.why.long': 'Причина длиннее {most} знаков.',
  'applicationRejection.why.unfiltered': 'Подтвердите, что нужен весь список.',
  'applicationRejection.sending': 'Отклоняем и сверяем список…',
  'applicationRejection.sendingText': 'Окно закроется только после ответа.',

  // the outcome
  'applicationRejection.done': 'Отклонено {rejected} из {asked}.',
  'applicationRejection.doneText': 'Сверено с Jump.',
  'applicationRejection.ignored': 'Отклонено {rejected} из {asked}.',
  'applicationRejection.ignoredText':
    'Jump сообщил об успехе, но часть заявок не отклонена. Они остались выбраны.',
  'applicationRejection.ignoredAllText':
    'Jump сообщил об успехе, но не отклонил ни одной заявки. Они остались выбраны. Спросите в Jump, есть ли у ключа право отклонять.',
  'applicationRejection.not_done': 'Ничего не отклонено.',
  'applicationRejection.not_doneText': 'Ответ потерян, заявки в Jump не изменились. Посчитайте заново.',
  'applicationRejection.stale': 'Ничего не отправлено: список изменился.',
  'applicationRejection.staleText': 'Посчитайте заново.',
  'applicationRejection.unknown': 'Неизвестно, сколько отклонено.',
  'applicationRejection.unknownSeen': 'Неизвестно, все ли отклонены: видим {rejected} из {asked}.',
  'applicationRejection.unknownText':
    'Ответ потерян, повторно не отправляем. Список перечитываем: посчитайте заново, что осталось.',
  'applicationRejection.failed': 'Не отправлено. {title}.',
  'applicationRejection.expired': 'Расчёт устарел',
  'applicationRejection.expiredText': 'Ничего не отправлено. Посчитайте заново.',
  'applicationRejection.stillThere': {
    one: 'Не отклонена {n}',
    few: 'Не отклонено {n}',
    many: 'Не отклонено {n}',
    other: 'Не отклонено {n}',
  },
  'applicationRejection.beyond': {
    one: 'Отклонена сверх показанных: {n}',
    few: 'Отклонено сверх показанных: {n}',
    many: 'Отклонено сверх показанных: {n}',
    other: 'Отклонено сверх показанных: {n}',
  },
  'applicationRejection.beyondText': 'В расчёте их не было: пришли до отправки.',
} as const satisfies Record<string, Message>;
