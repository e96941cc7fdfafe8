// Settings of parks and of the program, and the diagnostics behind them.
import { defineFeature, type Found } from '$app/feature';
import { mayLeave, navigate } from '$app/router.svelte';
import { t } from '$shared/i18n/i18n.svelte';
import { matches } from '$shared/layout';
import { place, sections, type SectionName } from './place.svelte';

async function openSection(section: SectionName): Promise<void> {
  if (!(await mayLeave())) return;
  place.section = section;
  await navigate({ name: 'settings' }, { force: true });
}

/** The palette finds each section of the settings by its name. */
function find(query: string): Found[] {
  const found: Found[] = sections.map((section) => ({
    id: `settings-${section}`,
    icon: 'gear',
    title: `${t('settings.title')}: ${t(`settings.section.${section}`)}`,
    run: () => void openSection(section),
  }));
  found.push({
    id: 'settings-diagnostics',
    icon: 'gear',
    title: t('settings.diagnostics.title'),
    run: () => void navigate({ name: 'diagnostics' }),
  });
  return found.filter((one) => matches(one.title, query));
}

export default defineFeature({
  screens: {
    settings: () => import('./SettingsScreen.svelte'),
    diagnostics: () => import('./DiagnosticsScreen.svelte'),
  },
  search: [{ title: 'settings.title', find }],
});
