import { defineFeature } from '$app/feature';

export default defineFeature({
  screens: { payments: () => import('./PaymentsScreen.svelte') },
  keys: [
    {
      title: 'payments.keys',
      on: ['payments'],
      keys: [
        { text: 'payments.keys.drawer', keys: ['Enter'] },
        { text: 'payments.keys.find', keys: ['Ctrl+F'] },
        { text: 'payments.keys.copy', keys: ['Ctrl+C'] },
        { text: 'payments.keys.refresh', keys: ['F5'] },
        { text: 'payments.keys.stop', keys: ['Escape'] },
        { text: 'payments.keys.clear', keys: ['Shift+F4'] },
      ],
    },
  ],
});
