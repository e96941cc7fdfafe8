import type { Message } from '../messages';

export const applicationViewer = {
  'applicationViewer.open': 'Open {name}',
  'applicationViewer.title': 'Viewer: {name}',
  'applicationViewer.stage': '{name}, in full',
  'applicationViewer.news': '{name}, file {n} of {of}',
  'applicationViewer.position': '{n} of {of}',
  'applicationViewer.noSlot': 'Other files',
  'applicationViewer.previous': 'Previous file (\u2190)',
  'applicationViewer.next': 'Next file (\u2192)',
  'applicationViewer.first': 'This is the first file of the application',
  'applicationViewer.last': 'This is the last file of the application',
  'applicationViewer.shrink': 'Zoom out (\u2212)',
  'applicationViewer.grow': 'Zoom in (+)',
  'applicationViewer.least': 'It cannot be smaller',
  'applicationViewer.most': 'It cannot be larger',
  'applicationViewer.fit': 'Fit to the window (0)',
  'applicationViewer.scale': '{percent} %',
  'applicationViewer.turnLeft': 'Turn the view left (Shift R)',
  'applicationViewer.turnRight': 'Turn the view right (R)',
  'applicationViewer.turned': 'Only the view is turned. The file has not changed.',
  'applicationViewer.page': 'Page {page} of {of}',
  'applicationViewer.page.failed': 'Page {page} could not be shown. Save the file and open it yourself.',
  'applicationViewer.loading': 'Fetching the file…',
  'applicationViewer.pixels': '{width} × {height} pixels',
  'applicationViewer.sha': 'SHA-256: {sha}',
  'applicationViewer.copySha': 'Copy SHA-256: {sha}',

  // what cannot be seen
  'applicationViewer.broken.title': 'The file is damaged',
  'applicationViewer.broken.text':
    'It could not be shown. Nothing changed in Jump. Save the file and open it with another program.',
  'applicationViewer.encrypted.title': 'The file is encrypted',
  'applicationViewer.encrypted.text':
    'The PDF is locked with a password and cannot be opened here. Save it and open it with another program.',
  'applicationViewer.unknownKind.title': 'A file of this kind cannot be shown here',
  'applicationViewer.unknownKind.text':
    'JPEG photos, PNG pictures and PDF documents can. Save the file and open it with another program.',
  'applicationViewer.noReader.title': 'The PDF viewer did not start',
  'applicationViewer.noReader.text': 'The file is safe. Save it and open it with another program.',

  // saving
  'applicationViewer.save': 'Save…',
  'applicationViewer.saveAll': 'Save all documents…',
  'applicationViewer.saveAllOf': {
    one: 'Save {n} file to a folder of this computer',
    other: 'Save {n} files to a folder of this computer',
  },
  'applicationViewer.saved.one': 'saved to the folder “{folder}”',
  'applicationViewer.saved': {
    one: '{n} file saved to the folder “{folder}”',
    other: '{n} files saved to the folder “{folder}”',
  },
  'applicationViewer.partly.title': 'Files not saved: {n} of {of}.',
  'applicationViewer.partly.text':
    'Missing in the folder “{folder}”: {names}. Nothing changed in Jump. Save again.',

  // the menu of a slot
  'applicationViewer.menu': 'What to do with the files of “{slot}”',
  'applicationViewer.menu.view': 'Open',
  'applicationViewer.menu.save': { one: 'Save…', other: 'Save {n} files…' },
  'applicationViewer.menu.replace': 'Replace… (the old file stays in Jump)',
  'applicationViewer.menu.replaceReadOnly': 'Cannot be replaced: the park is read-only',
  'applicationViewer.kept': 'The new file comes first. The old ones stay: Jump deletes none.',

  // keys
  'applicationViewer.keys': 'Document viewer',
  'applicationViewer.keys.zoom': 'Zoom',
  'applicationViewer.keys.fit': 'Fit to the window',
  'applicationViewer.keys.turn': 'Turn the view',
  'applicationViewer.keys.file': 'Another file',
  'applicationViewer.keys.page': 'Another page',
  'applicationViewer.keys.close': 'Close the viewer',
  'applicationViewer.saveWhere': 'Where to save the documents',
} satisfies Record<string, Message>;
