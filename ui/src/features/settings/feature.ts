// Settings of parks and of the program, and the diagnostics behind them.
import { defineFeature } from '$app/feature';

export default defineFeature({
  screens: {
    settings: () => import('./SettingsScreen.svelte'),
    diagnostics: () => import('./DiagnosticsScreen.svelte'),
  },
});
