// Single operations with money on the driver's card: the palette's commands, the strip that follows them on every screen.
import { defineFeature, hasScreen, type Found } from '$app/feature';
import { navigate, route } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { t } from '$shared/i18n/i18n.svelte';
import { matches } from '$shared/layout';
import FollowStrip from './FollowStrip.svelte';
import { beginOperation } from './form.svelte';
import { kindIcons, kinds } from './kinds';

/** An operation needs its driver: away from his card the way leads to the list of drivers. */
function elsewhere(query: string): Found[] {
  if (session.park?.readOnly !== false || query.trim() === '' || !hasScreen('drivers')) return [];
  return kinds
    .map((kind) => ({
      id: `money-${kind}`,
      icon: kindIcons[kind],
      title: t(`money.do.${kind}`),
      hint: t('money.palette.choose'),
      run: () => void navigate({ name: 'drivers' }),
    }))
    .filter((item) => matches(item.title, query));
}

function find(query: string): Found[] {
  const now = route();
  const park = session.currentId;
  if (park === null) return [];
  if (now?.name !== 'driver') return elsewhere(query);
  return kinds
    .map((kind) => ({
      id: `money-${kind}`,
      icon: kindIcons[kind],
      title: t(`money.do.${kind}`),
      hint: t('money.palette.hint'),
      keys: kind === 'withdraw' && now.tab !== 'requisites' ? 'Insert' : undefined,
      run: () => beginOperation(park, { driverId: now.id, operation: kind }),
    }))
    .filter((item) => matches(item.title, query));
}

export default defineFeature({
  strips: [FollowStrip],
  search: [{ title: 'money.palette', find }],
  keys: [
    {
      title: 'money.keys',
      on: ['driver'],
      keys: [
        { text: 'money.keys.begin', keys: ['Insert'] },
        { text: 'money.keys.check', keys: ['Ctrl+Enter'] },
        { text: 'money.keys.warning', keys: ['F8'] },
        { text: 'money.keys.cancel', keys: ['Escape'] },
      ],
    },
  ],
});
