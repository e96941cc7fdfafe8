import { defineFeature } from '$app/feature';

const screen = () => import('./ApplicationsScreen.svelte');

export default defineFeature({
  screens: { applications: screen, application: screen },
  keys: [
    {
      title: 'applications.keys',
      on: ['applications', 'application'],
      keys: [
        { text: 'applications.keys.search', keys: ['Ctrl+F'] },
        { text: 'applications.keys.move', keys: ['ArrowUp', 'ArrowDown'] },
        { text: 'keys.open', keys: ['Enter'] },
        { text: 'applications.keys.clear', keys: ['Shift+F4'] },
        { text: 'applications.keys.choose', keys: ['Insert'] },
        { text: 'applications.keys.slot', keys: ['1', '7'] },
        { text: 'applications.keys.remove', keys: ['Delete'] },
        { text: 'applications.keys.send', keys: ['Ctrl+Enter'] },
      ],
    },
  ],
});
