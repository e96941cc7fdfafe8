import type { Message } from '../messages';

export const payments = {
  'payments.grid': 'Платежи',
  'payments.column.driver': 'Водитель',
  'payments.column.created_at': 'Создан',
  'payments.column.paid_at': 'Выплачен',
  'payments.column.status': 'Статус',
  'payments.column.amount': 'Сумма, ₽',
  'payments.column.commission': 'Комиссия, ₽',
  'payments.column.amount_paid': 'К выплате, ₽',
  'payments.column.pay_type': 'Способ',
  'payments.column.request_type': 'Источник',
  'payments.column.agent': 'Юрлицо',
  'payments.column.group': 'Группа',
  'payments.column.integration': 'Интеграция',
  'payments.column.requisites': 'Реквизит',
  'payments.column.phone': 'Телефон',
  'payments.column.id': 'ID платежа',
  'payments.status.none': 'Без статуса',

  'payments.filters': 'Поиск и фильтры платежей',
  'payments.find.placeholder': 'Фамилия, телефон, ID',
  'payments.find.hint':
    'Ищет среди полученных строк: ФИО, телефон, ID, сумма, статус, реквизит — Ctrl+F.\nEnter — искать в Jump: получим только те строки, что найдёт сервис.',
  'payments.filter.agent_ids': 'Юрлицо',
  'payments.filter.status_ids': 'Статус',
  'payments.filter.pay_type_ids': 'Способ',
  'payments.filter.request_type_ids': 'Источник',
  'payments.filter.group_ids': 'Группа',
  'payments.filter.integration_ids': 'Интеграция',
  'payments.search.label': 'Телефон, ФИО или ID платежа',
  'payments.search.hint':
    'Ищет сервис и отдаёт только найденное за период. Поле слева ищет среди уже полученных строк.',

  'payments.empty.title': 'За {period} платежей нет',

  'payments.total.commission': 'Комиссия',
  'payments.total.paid': 'К выплате',

  'payments.drawer': 'Платёж',
  'payments.drawer.title': 'Платёж {id}',
  'payments.drawer.previous': 'Предыдущий платёж',
  'payments.drawer.next': 'Следующий платёж',
  'payments.drawer.writeOff': 'Счёт списания',
  'payments.drawer.bankCommission': 'Комиссия банка',
  'payments.drawer.paidAt': 'Выплачен',
  'payments.drawer.history': 'История',
  'payments.drawer.noAction': 'Событие без названия',
  'payments.drawer.copyId': 'Скопировать ID платежа',
  'payments.drawer.openDriver': 'Открыть водителя',
  'payments.drawer.ofDriver': 'Его платежи',

  'payments.keys': 'Платежи',
  'payments.keys.drawer': 'Открыть платёж, затем водителя',
} as const satisfies Record<string, Message>;
