// What a register is asked for: period, filters, order, the words looked for. Kept by the screens while the program
// runs, so that a visit to another screen does not lose it. A kind adds its own and says what the command takes.
import { host, type Period } from '$host';
import { t } from '$shared/i18n/i18n.svelte';
import type { Order, RegisterKind } from './source';

export interface ChosenDriver {
  id: string;
  name: string;
}

export abstract class RegisterFilters<K extends RegisterKind, L extends string = string> {
  /** The ready-made period in force: on refresh it is counted anew, so that "today" stays today. */
  preset = $state<string | null>('month');
  period = $state.raw<Period | null>(null);
  /** Ids out of dictionaries, by the filter's name in the command's argument. */
  lists = $state.raw({} as Record<L, string[]>);
  drivers = $state.raw<ChosenDriver[]>([]);
  /** Looked for among the rows that came. */
  find = $state('');
  order = $state.raw<Order<K['column']>>({ column: '', descending: true });

  readonly listNames: readonly L[];
  /** A driver's card shows this driver only: no filter to be taken away. */
  readonly only: ChosenDriver | null;

  constructor(listNames: readonly L[], usualOrder: Order<K['column']>, only: ChosenDriver | null) {
    this.listNames = listNames;
    this.only = only;
    this.lists = this.#noLists();
    this.order = usualOrder;
  }

  #noLists(): Record<L, string[]> {
    return Object.fromEntries(this.listNames.map((name) => [name, []])) as unknown as Record<L, string[]>;
  }

  abstract listTitle(name: L): string;
  /** The command's argument, without the period and the drivers. */
  protected abstract more(): Omit<K['filter'], 'period' | 'driver_ids'>;

  /** Titles of the filters of the service in force, besides the period. */
  titles(): string[] {
    return [
      ...(this.drivers.length ? [t('register.filter.driver')] : []),
      ...this.listNames.filter((name) => this.lists[name].length > 0).map((name) => this.listTitle(name)),
    ];
  }

  setList(name: L, ids: string[]): void {
    this.lists = { ...this.lists, [name]: ids };
  }

  /** Everything but the period, which is always sent. */
  clear(): void {
    this.lists = this.#noLists();
    this.drivers = [];
    this.find = '';
  }

  /** The command's argument; counts a ready-made period for today. */
  async toArgument(): Promise<K['filter']> {
    if (this.preset !== null || this.period === null) {
      const presets = await host.periodPresets();
      const found = presets.find((one) => one.code === this.preset) ?? presets[0];
      if (found) [this.preset, this.period] = [found.code, found.period];
    }
    const drivers = this.only ? [this.only] : this.drivers;
    return {
      period: this.period ?? { from: '', to: '' },
      driver_ids: drivers.map((driver) => driver.id),
      ...this.more(),
    } as K['filter'];
  }
}
