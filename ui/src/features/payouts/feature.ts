// Payouts by a list: from pasted rows to a register that is carried out row by row.
import { defineFeature, type Found } from '$app/feature';
import { navigate } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { t } from '$shared/i18n/i18n.svelte';
import { matches } from '$shared/layout';

function find(query: string): Found[] {
  if (session.currentId === null || !matches(t('payouts.open'), query)) return [];
  return [
    {
      id: 'payouts-open',
      icon: 'send',
      title: t('payouts.open'),
      hint: t('payouts.palette.hint'),
      run: () => void navigate({ name: 'payout', id: null }),
    },
  ];
}

export default defineFeature({
  screens: { payout: () => import('./PayoutScreen.svelte') },
  search: [{ title: 'payouts.palette', find }],
  keys: [
    {
      title: 'payouts.keys',
      on: ['payout'],
      keys: [
        { text: 'payouts.keys.paste', keys: ['Ctrl+V'] },
        { text: 'payouts.keys.mend', keys: ['F2'] },
        { text: 'payouts.keys.include', keys: ['Space'] },
        { text: 'payouts.keys.next', keys: ['F8'] },
        { text: 'payouts.keys.go', keys: ['Ctrl+Enter'] },
        { text: 'payouts.keys.stop', keys: ['Escape'] },
      ],
    },
  ],
});
