import { defineFeature } from '$app/feature';

export default defineFeature({
  screens: { payments: () => import('./PaymentsScreen.svelte') },
  keys: [
    {
      title: 'payments.keys',
      on: ['payments'],
      keys: [
        { text: 'payments.keys.drawer', keys: ['Enter'] },
        { text: 'register.keys.find', keys: ['Ctrl+F'] },
        { text: 'register.keys.only', keys: ['Alt+Enter'] },
        { text: 'register.keys.except', keys: ['Alt+Delete'] },
        { text: 'register.keys.menu', keys: ['Shift+F10'] },
        { text: 'register.keys.seek', keys: ['A…Z'] },
        { text: 'register.keys.moveColumn', keys: ['Alt+ArrowLeft', 'Alt+ArrowRight'] },
        { text: 'register.keys.copy', keys: ['Ctrl+C'] },
        { text: 'board.keys.export', keys: ['Ctrl+E'] },
        { text: 'register.keys.refresh', keys: ['F5'] },
        { text: 'register.keys.stop', keys: ['Escape'] },
        { text: 'register.keys.clear', keys: ['Shift+F4'] },
      ],
    },
  ],
});
