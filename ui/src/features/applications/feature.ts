import { defineFeature } from '$app/feature';

const screen = () => import('./ApplicationsScreen.svelte');

export default defineFeature({
  screens: { applications: screen, application: screen },
  marks: [
    {
      section: 'applications',
      read: async (connection) => (await import('./list/mark')).readMark(connection),
    },
  ],
  keys: [
    {
      title: 'applications.keys',
      on: ['applications', 'application'],
      keys: [
        { text: 'applications.keys.search', keys: ['Ctrl+F'] },
        { text: 'applications.keys.move', keys: ['ArrowUp', 'ArrowDown'] },
        { text: 'keys.open', keys: ['Enter'] },
        { text: 'keys.selectRow', keys: ['Space'] },
        { text: 'keys.selectRange', keys: ['Shift+ArrowUp', 'Shift+ArrowDown'] },
        { text: 'keys.selectAll', keys: ['Ctrl+A'] },
        { text: 'board.keys.export', keys: ['Ctrl+E'] },
        { text: 'applicationsList.keys.clear', keys: ['Escape'] },
        { text: 'applications.keys.clear', keys: ['Shift+F4'] },
        { text: 'applications.keys.choose', keys: ['Insert'] },
        { text: 'applications.keys.slot', keys: ['1', '7'] },
        { text: 'applications.keys.remove', keys: ['Delete'] },
        { text: 'applications.keys.send', keys: ['Ctrl+Enter'] },
      ],
    },
    {
      title: 'applicationViewer.keys',
      on: ['application'],
      keys: [
        { text: 'applicationViewer.keys.zoom', keys: ['Equal', 'Minus'] },
        { text: 'applicationViewer.keys.fit', keys: ['0'] },
        { text: 'applicationViewer.keys.turn', keys: ['R', 'Shift+R'] },
        { text: 'applicationViewer.keys.file', keys: ['ArrowLeft', 'ArrowRight'] },
        { text: 'applicationViewer.keys.page', keys: ['PageUp', 'PageDown'] },
        { text: 'applicationViewer.keys.close', keys: ['Escape'] },
      ],
    },
    {
      title: 'applicationCard.keys',
      on: ['application'],
      keys: [
        { text: 'applicationCard.keys.edit', keys: ['F2'] },
        { text: 'applicationCard.keys.save', keys: ['Ctrl+Enter'] },
        { text: 'applicationCard.keys.error', keys: ['F8'] },
        { text: 'applicationCard.keys.cancel', keys: ['Escape'] },
      ],
    },
  ],
});
