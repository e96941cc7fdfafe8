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
        { text: 'register.keys.copy', keys: ['Ctrl+C'] },
        { text: 'register.keys.refresh', keys: ['F5'] },
        { text: 'register.keys.stop', keys: ['Escape'] },
        { text: 'register.keys.clear', keys: ['Shift+F4'] },
      ],
    },
  ],
});
