// The journal of money operations: its screen, its mark in the navigation, and the strip that every screen shows while
// an outcome is unknown or the journal is in trouble.
import { defineFeature, type Found } from '$app/feature';
import { navigate } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { host } from '$host';
import { roubles } from '$shared/format';
import { t } from '$shared/i18n/i18n.svelte';
import { matches } from '$shared/layout';
import { askForJournal } from './filters.svelte';
import JournalStrip from './JournalStrip.svelte';
import { kindText, stateText } from './states';
import { journalWatch, readMark, unknownOnly } from './watch.svelte';

const FOUND = 5;

/** Operations by their mark, driver or sum; what waits for an outcome by the journal's name. */
async function find(query: string): Promise<Found[]> {
  const connection = session.currentId;
  const words = query.trim().replace(/^#/, '');
  if (connection === null || words === '') return [];
  const found: Found[] = [];
  const unknown = journalWatch.unknown;
  if (unknown > 0 && matches(t('journal.title'), query))
    found.push({
      id: 'journal-unknown',
      icon: 'book',
      title: t('journal.search.unknown', { n: unknown }),
      run: () => {
        askForJournal(connection, { tab: 'unknown' });
        void navigate({ name: 'journal', operation: null });
      },
    });
  if (words.length < 3) return found;
  const { rows } = await host.journalWindow(
    connection,
    { ...unknownOnly, states: [], search: words },
    0,
    FOUND,
  );
  const operations = rows.map((row) => ({
    id: `journal-${row.id}`,
    icon: 'book' as const,
    title: `${row.driver} \u00b7 ${roubles(row.amount)}`,
    hint: `#${row.reference} \u00b7 ${kindText(row)} \u00b7 ${stateText(row)}`,
    run: () => {
      askForJournal(connection, {});
      void navigate({ name: 'journal', operation: row.id });
    },
  }));
  return [...found, ...operations];
}

export default defineFeature({
  screens: { journal: () => import('./JournalScreen.svelte') },
  marks: [{ section: 'journal', read: readMark }],
  strips: [JournalStrip],
  search: [{ title: 'journal.search.group', find }],
  keys: [
    {
      title: 'journal.keys',
      on: ['journal'],
      keys: [
        { text: 'journal.keys.open', keys: ['Enter'] },
        { text: 'journal.keys.check', keys: ['F5'] },
        { text: 'journal.keys.find', keys: ['Ctrl+F'] },
        { text: 'journal.keys.select', keys: ['Space'] },
        { text: 'journal.keys.step', keys: ['ArrowUp', 'ArrowDown'] },
        { text: 'journal.keys.clear', keys: ['Shift+F4'] },
        { text: 'journal.keys.close', keys: ['Escape'] },
      ],
    },
  ],
});
