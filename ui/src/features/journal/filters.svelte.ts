// What the journal's list is filtered by. It outlives the screen: whoever comes back finds it as it was left, and
// another screen can set it for its own link.
import type { JournalFilter, Kind, ListedState, Period, Service } from '$host';
import { t } from '$shared/i18n/i18n.svelte';

export const ALL = 'all';
export type Tab = ListedState | typeof ALL;

/** What each service is asked to do: no kind is of both. */
export const kindsOf: Record<Service, Kind[]> = {
  jump: ['withdraw', 'deposit', 'transfer'],
  yandex: ['credit', 'debit'],
};

export class JournalFilters {
  tab = $state<Tab>(ALL);
  search = $state('');
  /** Code of a ready-made period; it is read anew with every refresh, so that today stays today. */
  preset = $state<string | null>(null);
  period = $state.raw<Period | null>(null);
  kinds = $state.raw<Kind[]>([]);
  service = $state<Service | null>(null);
  connection = $state<string | null>(null);
  driver = $state.raw<{ id: string; name: string } | null>(null);
  payout = $state<string | null>(null);
  oldestFirst = $state(false);

  clear(): void {
    this.tab = ALL;
    this.search = '';
    [this.preset, this.period] = [null, null];
    this.kinds = [];
    this.service = null;
    this.connection = this.driver = this.payout = null;
  }

  /** Kinds of another service than the chosen one are forgotten. */
  choose(service: Service | null): void {
    this.service = service;
    if (service) this.kinds = this.kinds.filter((kind) => kindsOf[service].includes(kind));
  }

  toArgument(): JournalFilter {
    return {
      period: this.period,
      states: this.tab === ALL ? [] : [this.tab],
      kinds: this.kinds,
      service: this.service,
      driver_ids: this.driver ? [this.driver.id] : [],
      payout: this.payout,
      connection: this.connection,
      search: this.search.trim().replace(/^#/, ''),
      oldest_first: this.oldestFirst,
    };
  }

  /** Titles of the filters in force, for the words about an empty list. */
  titles(): string[] {
    return [
      ...(this.tab === ALL ? [] : [t(`journal.tab.${this.tab}`)]),
      ...(this.search.trim() ? [`\u00ab${this.search.trim()}\u00bb`] : []),
      ...(this.period ? [t('journal.filter.period')] : []),
      ...(this.service ? [t('journal.filter.service')] : []),
      ...(this.kinds.length ? [t('journal.filter.kind')] : []),
      ...(this.connection ? [t('journal.filter.park')] : []),
      ...(this.driver ? [t('journal.filter.driver')] : []),
      ...(this.payout ? [t('journal.filter.payout')] : []),
    ];
  }
}

// What is kept here is state by itself; that there is another does not matter to anyone who looks.
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const kept = new Map<string, JournalFilters>();

/** Of the journal as it is looked at from this park. */
export function filtersOf(connection: string): JournalFilters {
  const known = kept.get(connection);
  if (known) return known;
  const filters = new JournalFilters();
  kept.set(connection, filters);
  return filters;
}

/** Sets the journal to these filters and nothing else, for a link from another screen. */
export function askForJournal(
  connection: string,
  change: Partial<Pick<JournalFilters, 'tab' | 'driver' | 'payout'>>,
): void {
  const filters = filtersOf(connection);
  filters.clear();
  Object.assign(filters, change);
}

/** For tests. */
export const forgetFilters = () => kept.clear();
