// Requisites: the second tab of a driver's card. The tab itself is drawn by the card; here are its keys.
import { defineFeature } from '$app/feature';

export default defineFeature({
  keys: [
    {
      title: 'requisites.keys',
      on: ['driver'],
      keys: [
        { text: 'requisites.keys.add', keys: ['Insert'] },
        { text: 'requisites.keys.rename', keys: ['F2'] },
        { text: 'requisites.keys.delete', keys: ['Delete'] },
      ],
    },
  ],
});
