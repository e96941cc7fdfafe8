import type { Message } from '../messages';

export const keys = {
  'keys.title': 'Клавиши',
  'keys.anyLayout': 'Работают в любой раскладке',
  'keys.space': 'Пробел',
  'keys.everywhere': 'Везде',
  'keys.palette': 'Найти или выполнить',
  'keys.section': 'Раздел 1–{last}',
  'keys.park': 'Сменить парк',
  'keys.refresh': 'Обновить',
  'keys.help': 'Помощь по клавишам',
  'keys.region': 'Следующая область, уведомление',
  'keys.escape': 'Отменить, закрыть',
  'keys.table': 'Таблица',
  'keys.open': 'Открыть',
  'keys.selectRow': 'Выделить строку',
  'keys.selectRange': 'Выделить подряд',
  'keys.selectAll': 'Выделить всё',
  'keys.ends': 'В начало и в конец',
  'keys.sort': 'Сортировать: стрелкой вверх до заголовка',
} as const satisfies Record<string, Message>;
