import type { Message } from '../messages';

export const applicationsList = {
  'applicationsList.column.date': 'Дата',
  'applicationsList.column.name': 'Имя',
  'applicationsList.column.phone': 'Телефон',
  'applicationsList.column.status': 'Статус',
  'applicationsList.column.id': 'ID',
  'applicationsList.filters': 'Поиск и фильтры заявок',
  'applicationsList.find.hint':
    'Ищет среди полученных строк: имя, телефон, ID, статус — Ctrl+F.\nEnter — искать в Jump: получим только те заявки, что найдёт сервис.',
  'applicationsList.search.label': 'ФИО или телефон',
  'applicationsList.search.hint':
    'Ищет сервис и отдаёт только найденные заявки. Поле слева ищет среди уже полученных строк.',
  'applicationsList.directionUnset': 'Не указано',
  'applicationsList.newest': 'Сначала новые',
  'applicationsList.oldest': 'Сначала старые',
  'applicationsList.showNewest': 'Показать сначала новые',
  'applicationsList.showOldest': 'Показать сначала старые',
  'applicationsList.all': 'Все',
  'applicationsList.allOf': 'Все, {n}',
  'applicationsList.selectAll': 'Выбрать все по фильтру',
  'applicationsList.selection': 'Выбранные заявки',
  'applicationsList.selected': {
    one: 'Выбрана {n}',
    few: 'Выбрано {n}',
    many: 'Выбрано {n}',
    other: 'Выбрано {n}',
  },
  'applicationsList.allButNone': 'Все по фильтру',
  'applicationsList.allBut': {
    one: 'Все по фильтру, кроме {n}',
    few: 'Все по фильтру, кроме {n}',
    many: 'Все по фильтру, кроме {n}',
    other: 'Все по фильтру, кроме {n}',
  },
  'applicationsList.everything': 'Весь список',
  'applicationsList.everythingBut': {
    one: 'Весь список, кроме {n}',
    few: 'Весь список, кроме {n}',
    many: 'Весь список, кроме {n}',
    other: 'Весь список, кроме {n}',
  },
  'applicationsList.reject': 'Отклонить…',
  'applicationsList.clear': 'Снять выбор — Esc',
  'applicationsList.readOnly': 'Парк открыт только для чтения: отклонять нельзя.',
  'applicationsList.keys.clear': 'Снять выбор',
} as const satisfies Record<string, Message>;
