// Yandex Fleet: the park's transactions and drivers there, and both services beside each other.
import { defineFeature, type Found } from '$app/feature';
import { navigate, type FleetTab } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { host, type FleetSign } from '$host';
import type { IconName } from '$shared/icons';
import { t } from '$shared/i18n/i18n.svelte';
import { matches } from '$shared/layout';
import { toast } from '$shared/toasts.svelte';

const tabs: { tab: FleetTab; icon: IconName }[] = [
  { tab: 'transactions', icon: 'car' },
  { tab: 'drivers', icon: 'users' },
  { tab: 'reconciliation', icon: 'swap' },
];

const signs: { sign: FleetSign; icon: IconName }[] = [
  { sign: 'credit', icon: 'plus' },
  { sign: 'debit', icon: 'minusCircle' },
];

/** A transaction needs its driver: the way leads to their list. */
async function toDrivers(): Promise<void> {
  if (await navigate({ name: 'fleet', tab: 'drivers' }))
    toast({ text: t('fleetMoney.palette.choose'), tone: 'info' });
}

/** The tabs by their names and what moves money, in a park that has them. */
async function find(query: string): Promise<Found[]> {
  const park = session.currentId;
  const called = (name: string) => `${t('shell.section.fleet')}: ${name}`;
  const found = [
    ...tabs.map(({ tab, icon }) => ({
      id: `fleet-${tab}`,
      icon,
      title: called(t(`fleet.tab.${tab}`)),
      run: () => void navigate({ name: 'fleet', tab }),
    })),
    ...(session.park?.readOnly ? [] : signs).map(({ sign, icon }) => ({
      id: `fleet-money-${sign}`,
      icon,
      title: called(t(`fleetMoney.palette.${sign}`)),
      hint: t('fleetMoney.palette.hint'),
      run: () => void toDrivers(),
    })),
  ].filter(({ title }) => matches(title, query));
  if (park === null || query.trim() === '' || found.length === 0) return [];
  return (await host.fleetAccess(park)) === null ? [] : found;
}

export default defineFeature({
  screens: { fleet: () => import('./FleetScreen.svelte') },
  search: [{ title: 'fleet.palette', find }],
  keys: [
    {
      title: 'fleet.keys',
      on: ['fleet'],
      keys: [
        { text: 'fleet.keys.drawer', keys: ['Enter'] },
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
