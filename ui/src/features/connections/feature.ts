// Connecting a park: the first screen, and the way to a second park.
import { defineFeature } from '$app/feature';

export default defineFeature({
  screens: { connect: () => import('./ConnectScreen.svelte') },
});
