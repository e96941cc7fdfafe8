import type { Message } from '../messages';

export const applicationViewer = {
  'applicationViewer.open': 'Открыть {name}',
  'applicationViewer.title': 'Просмотр: {name}',
  'applicationViewer.stage': '{name}, во весь размер',
  'applicationViewer.news': '{name}, файл {n} из {of}',
  'applicationViewer.position': '{n} из {of}',
  'applicationViewer.noSlot': 'Другие файлы',
  'applicationViewer.previous': 'Предыдущий файл (\u2190)',
  'applicationViewer.next': 'Следующий файл (\u2192)',
  'applicationViewer.first': 'Это первый файл заявки',
  'applicationViewer.last': 'Это последний файл заявки',
  'applicationViewer.shrink': 'Уменьшить (\u2212)',
  'applicationViewer.grow': 'Увеличить (+)',
  'applicationViewer.least': 'Меньше некуда',
  'applicationViewer.most': 'Больше некуда',
  'applicationViewer.fit': 'Вписать в окно (0)',
  'applicationViewer.scale': '{percent} %',
  'applicationViewer.turnLeft': 'Повернуть просмотр влево (Shift R)',
  'applicationViewer.turnRight': 'Повернуть просмотр вправо (R)',
  'applicationViewer.turned': 'Повёрнут только просмотр. Файл не изменился.',
  'applicationViewer.page': 'Страница {page} из {of}',
  'applicationViewer.page.failed': 'Страницу {page} показать не удалось. Сохраните файл и откройте его сами.',
  'applicationViewer.loading': 'Получаем файл…',
  'applicationViewer.pixels': '{width} × {height} точек',
  'applicationViewer.sha': 'SHA-256: {sha}',
  'applicationViewer.copySha': 'Скопировать SHA-256: {sha}',

  // what cannot be seen
  'applicationViewer.broken.title': 'Файл повреждён',
  'applicationViewer.broken.text':
    'Показать его не получилось. В Jump ничего не изменилось. Сохраните файл и откройте его другой программой.',
  'applicationViewer.encrypted.title': 'Файл зашифрован',
  'applicationViewer.encrypted.text':
    'PDF закрыт паролем, здесь его не открыть. Сохраните файл и откройте его другой программой.',
  'applicationViewer.unknownKind.title': 'Файл такого вида здесь не показать',
  'applicationViewer.unknownKind.text':
    'Видны фото JPEG, картинки PNG и документы PDF. Сохраните файл и откройте его другой программой.',
  'applicationViewer.noReader.title': 'Просмотр PDF не запустился',
  'applicationViewer.noReader.text': 'Файл цел. Сохраните его и откройте другой программой.',

  // saving
  'applicationViewer.save': 'Сохранить…',
  'applicationViewer.saveAll': 'Сохранить все документы…',
  'applicationViewer.saveAllOf': {
    one: 'Сохранить {n} файл в папку на этом компьютере',
    few: 'Сохранить {n} файла в папку на этом компьютере',
    many: 'Сохранить {n} файлов в папку на этом компьютере',
    other: 'Сохранить {n} файла в папку на этом компьютере',
  },
  'applicationViewer.saved.one': 'сохранён в папку «{folder}»',
  'applicationViewer.saved': {
    one: 'Сохранён {n} файл в папку «{folder}»',
    few: 'Сохранено {n} файла в папку «{folder}»',
    many: 'Сохранено {n} файлов в папку «{folder}»',
    other: 'Сохранено {n} файла в папку «{folder}»',
  },
  'applicationViewer.partly.title': 'Не сохранено файлов: {n} из {of}.',
  'applicationViewer.partly.text':
    'Не попали в папку «{folder}»: {names}. В Jump ничего не изменилось. Сохраните ещё раз.',

  // the menu of a slot
  'applicationViewer.menu': 'Действия с файлами слота «{slot}»',
  'applicationViewer.menu.view': 'Открыть',
  'applicationViewer.menu.save': {
    one: 'Сохранить…',
    few: 'Сохранить {n} файла…',
    many: 'Сохранить {n} файлов…',
    other: 'Сохранить {n} файла…',
  },
  'applicationViewer.menu.replace': 'Заменить… (прежний файл останется в Jump)',
  'applicationViewer.menu.replaceReadOnly': 'Заменить нельзя: парк только для чтения',
  'applicationViewer.kept': 'Новый файл — первый. Прежние остаются: Jump их не удаляет.',

  // keys
  'applicationViewer.keys': 'Просмотр документа',
  'applicationViewer.keys.zoom': 'Масштаб',
  'applicationViewer.keys.fit': 'Вписать в окно',
  'applicationViewer.keys.turn': 'Повернуть просмотр',
  'applicationViewer.keys.file': 'Другой файл',
  'applicationViewer.keys.page': 'Другая страница',
  'applicationViewer.keys.close': 'Закрыть просмотр',
  'applicationViewer.saveWhere': 'Куда сохранить документы',
} satisfies Record<string, Message>;
