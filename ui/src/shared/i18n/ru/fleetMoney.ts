import type { Message } from '../messages';

// Transactions that are created in Yandex Fleet. Keys that the catalogue of money has too replace its words here.
export const fleetMoney = {
  'fleetMoney.buttons': 'Деньги в Яндекс Fleet',
  'fleetMoney.palette.credit': 'начислить водителю',
  'fleetMoney.palette.debit': 'списать с водителя',
  'fleetMoney.palette.hint': 'сначала выберите водителя',
  'fleetMoney.palette.choose': 'Выберите водителя: «Начислить» и «Списать» — в его карточке справа.',
  'fleetMoney.do.credit': 'Начислить',
  'fleetMoney.do.debit': 'Списать',
  'fleetMoney.sign': 'Что сделать',
  'fleetMoney.balance': 'Баланс в Яндексе',
  'fleetMoney.blocked': 'Заблокировано',
  'fleetMoney.free': 'Свободно',
  'fleetMoney.at': 'Яндекс ответил в {time}.',
  'fleetMoney.noPreview':
    'Предварительного расчёта у Яндекса нет: сколько станет после операции, он заранее не скажет.',
  'fleetMoney.reading': 'Читаем баланс…',
  'fleetMoney.unread': 'Баланс не прочитан: {title}. Деньги не двигались.',
  'fleetMoney.read': 'Прочитать баланс снова',
  'fleetMoney.part.tips': 'чаевые',
  'fleetMoney.part.cashless': 'безналичные поездки',
  'fleetMoney.part.bonuses': 'бонусы',
  'fleetMoney.part.financial_statements': 'финансовые ведомости',
  'fleetMoney.part.closing_documents': 'закрывающие документы',
  'fleetMoney.manner': 'Как провести',
  'fleetMoney.manner.event': 'Прочее, с причиной',
  'fleetMoney.manner.event.hint': '— Яндекс принимает сразу, проводит позже; за исходом следим сами.',
  'fleetMoney.manner.category': 'В категории парка',
  'fleetMoney.manner.category.hint': '— прежний способ: проводится сразу, но Яндекс больше не развивает его.',
  'fleetMoney.kind.other': 'Прочее',
  'fleetMoney.category': 'Категория',
  'fleetMoney.category.choose': 'Выберите категорию',
  'fleetMoney.category.none':
    'Категорий, в которых парк может создавать операции, Яндекс не показал. Их заводят в кабинете Яндекс Fleet.',
  'fleetMoney.category.unread': 'Категории не прочитаны: {title}',
  'fleetMoney.reason': 'Причина',
  'fleetMoney.reason.hint': 'Коротко, за что: «Аренда за 20 ноября». Её увидят в кабинете Яндекса.',
  'fleetMoney.message': 'Описание',
  'fleetMoney.message.hint':
    'В конец добавим метку вида [#7K3F9Q], по ней операцию можно найти. С ней {n} из {most} знаков.',
  'fleetMoney.message.long': 'С меткой {n} знаков, а можно {most}: сократите',
  'fleetMoney.least': 'Наименьший баланс, ₽',
  'fleetMoney.least.example': 'не проверять',
  'fleetMoney.least.hint':
    'Яндекс проведёт операцию, только если до неё на балансе не меньше этой суммы. Остаток после неё он так не проверяет.',
  'fleetMoney.repeats':
    'Повтор операции, которую вы закрыли как не дошедшую. Уйдёт новая операция с новой меткой: проверьте всё заново.',

  'fleetMoney.why.amount': 'Введите сумму',
  'fleetMoney.why.reason': 'Назовите причину: без неё Яндекс операцию не примет',
  'fleetMoney.why.category': 'Выберите категорию',
  'fleetMoney.check.reason_too_long': 'Не больше {most} знаков',
  'fleetMoney.check.category_unknown': 'Такой категории у парка уже нет: выберите другую',
  'fleetMoney.check.category_closed': 'В этой категории парк создавать операции не может: выберите другую',
  'fleetMoney.check.not_with_category': 'В категории парка такого условия нет: уберите сумму',

  'fleetMoney.review.least': 'Наименьший баланс',
  'fleetMoney.review.least.text': '{sum} — столько должно быть до операции, иначе Яндекс её не проведёт',
  'fleetMoney.review.balance': 'До операции',
  'fleetMoney.review.balance.text': '{balance}, свободно {free}',
  'fleetMoney.review.balance.unknown': 'не прочитан',
  'fleetMoney.review.mark': {
    one: 'Всего {n} знак. По метке операцию найдут в Яндексе и в журнале.',
    few: 'Всего {n} знака. По метке операцию найдут в Яндексе и в журнале.',
    many: 'Всего {n} знаков. По метке операцию найдут в Яндексе и в журнале.',
    other: 'Всего {n} знака. По метке операцию найдут в Яндексе и в журнале.',
  },
  'fleetMoney.review.later':
    'Яндекс сначала примет операцию, потом проведёт: до этого она не считается ни выполненной, ни отклонённой.',
  'fleetMoney.confirm.credit': 'Начислить {sum}',
  'fleetMoney.confirm.debit': 'Списать {sum}',

  'fleetMoney.pending': 'Яндекс выполняет, ещё не проведено',
  'fleetMoney.pending.text':
    '{what}, {sum}. Яндекс принял операцию и проведёт её сам. Пока не провёл, деньги на балансе не изменились; может и не провести.',
  'fleetMoney.pending.asking': 'Спрашиваем Яндекс…',
  'fleetMoney.pending.next': 'Спросим Яндекс снова через {left}',
  'fleetMoney.pending.person': 'Программа больше не спрашивает сама: проверьте сейчас или позже.',
  'fleetMoney.pending.closed':
    'Новые операции этому водителю закрыты, пока Яндекс не закончит эту. Остальным можно.',
  'fleetMoney.pending.ask': 'Проверить сейчас',

  'fleetMoney.offline': 'Нет связи с Яндекс Fleet. Деньги закрыты до её возвращения, введённое останется.',
  'fleetMoney.refused.noReason': 'Причину Яндекс не назвал',
  'fleetMoney.preview.refused': 'Яндекс такую операцию не пропустит.',
  'fleetMoney.outcome.sent': 'Отправлено, ждём ответа Яндекса',
  'fleetMoney.outcome.sent.text': '{what}, {sum}. Второй операции из этого не выйдет, что бы ни случилось.',
  'fleetMoney.outcome.accepted': 'Яндекс провёл операцию',
  'fleetMoney.outcome.accepted.found': '{what}, {sum}. Мы проверили: в Яндексе она проведена.',
  'fleetMoney.outcome.rejected': 'Яндекс не провёл операцию',
  'fleetMoney.outcome.unknown.text':
    'Яндекс не дал ясного ответа: {what}, {sum}. Деньги либо двинулись, либо нет. Ищем запись по метке; другой такой операции не создаём.',
  'fleetMoney.strip.sent': '{sum} отправлены, ждём ответа Яндекса.',
  'fleetMoney.strip.accepted': '{sum}: Яндекс провёл.',
  'fleetMoney.strip.rejected': '{sum}: Яндекс не провёл.',
  'fleetMoney.strip.pending': '{sum}: Яндекс выполняет, ещё не проведено.',

  'fleetMoney.similar.service': 'только в Яндексе',
  'fleetMoney.warning.why.incomplete': 'Яндекс отдал список операций не целиком',
  'fleetMoney.warning.above_balance': 'Свободных денег меньше, чем списываем.',
  'fleetMoney.warning.above_balance.text':
    'Списание {sum}, свободно {free}. Яндекс может провести его, и баланс уйдёт в минус.',
  'fleetMoney.warning.repeat.agree': 'Уверен: той операции в Яндексе нет',
} as const satisfies Record<string, Message>;
