// Yume CRM: the automatic messages of the park's clients, the templates behind them, what is connected.
import { defineFeature, type Found } from '$app/feature';
import { navigate, type YumeTab } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { host } from '$host';
import type { IconName } from '$shared/icons';
import { t } from '$shared/i18n/i18n.svelte';
import { matches } from '$shared/layout';

const tabs: { tab: YumeTab; icon: IconName }[] = [
  { tab: 'messages', icon: 'chat' },
  { tab: 'templates', icon: 'file' },
  { tab: 'integrations', icon: 'layers' },
  { tab: 'settings', icon: 'gear' },
];

/** The tabs by their names and a new message, in a park that has access. */
async function find(query: string): Promise<Found[]> {
  const park = session.currentId;
  const all: Found[] = tabs.map(({ tab, icon }) => ({
    id: `yume-${tab}`,
    icon,
    title: `${t('shell.section.yume')}: ${t(`yume.tab.${tab}`)}`,
    run: () => void navigate({ name: 'yume', tab }),
  }));
  if (!session.park?.readOnly)
    all.push({
      id: 'yume-new',
      icon: 'plus',
      title: t('yume.palette.create'),
      run: () => void navigate({ name: 'yume', tab: 'messages', trigger: 'new' }),
    });
  const found = all.filter(({ title }) => matches(title, query));
  if (park === null || query.trim() === '' || found.length === 0) return [];
  return (await host.yumeAccess(park)) === null ? [] : found;
}

export default defineFeature({
  screens: { yume: () => import('./YumeScreen.svelte') },
  search: [{ title: 'yume.palette', find }],
  keys: [
    {
      title: 'yume.keys',
      on: ['yume'],
      keys: [
        { text: 'yume.keys.open', keys: ['Enter'] },
        { text: 'yume.keys.create', keys: ['Insert'] },
        { text: 'yume.keys.move', keys: ['Alt+ArrowUp', 'Alt+ArrowDown'] },
        { text: 'yume.keys.duplicate', keys: ['Ctrl+D'] },
        { text: 'yume.keys.delete', keys: ['Delete'] },
        { text: 'yume.keys.find', keys: ['Ctrl+F'] },
        { text: 'yume.keys.save', keys: ['Ctrl+Enter'] },
      ],
    },
  ],
});
