// Single operations with money on the driver's card: the palette's commands, the strip that follows them on every screen.
import { defineFeature, type Found } from '$app/feature';
import { route } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { t } from '$shared/i18n/i18n.svelte';
import { matches } from '$shared/layout';
import FollowStrip from './FollowStrip.svelte';
import { beginOperation } from './form.svelte';
import { kindIcons, kinds } from './kinds';

/** On a driver's card only: an operation needs its driver. */
function find(query: string): Found[] {
  const now = route();
  const park = session.currentId;
  if (now?.name !== 'driver' || park === null) return [];
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
