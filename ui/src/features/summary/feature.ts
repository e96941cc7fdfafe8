import { defineFeature } from '$app/feature';

export default defineFeature({
  screens: { summary: () => import('./SummaryScreen.svelte') },
  keys: [
    {
      title: 'summary.keys',
      on: ['summary'],
      keys: [
        { text: 'summary.keys.open', keys: ['Tab', 'Enter'] },
        { text: 'summary.keys.refresh', keys: ['F5'] },
        { text: 'register.keys.stop', keys: ['Escape'] },
      ],
    },
  ],
});
