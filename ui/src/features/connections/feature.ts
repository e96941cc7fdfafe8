// Connecting a park: the first screen, and the way to a second park.
import { defineFeature } from '$app/feature';

export default defineFeature({
  screens: { connect: () => import('./ConnectScreen.svelte') },
  keys: [
    {
      title: 'connections.keys.title',
      on: ['connect'],
      keys: [
        { text: 'connections.keys.go', keys: ['Ctrl+Enter'] },
        { text: 'connections.checkAll', keys: ['F5'] },
      ],
    },
  ],
});
