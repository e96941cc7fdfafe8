// The list of triggers: read as a whole, searched here, put into another order. A change of order is shown at once and saved
// behind it; what is moved meanwhile is saved next. Whatever comes of it, the list ends as the service has it.
import {
  asFailure,
  host,
  type ConnectionId,
  type DeskFailure,
  type MessageTemplate,
  type ReorderOutcome,
  type TriggerGroup,
  type TriggerList,
  type TriggerOutcome,
  type TriggerView,
} from '$host';
import { matches } from '$shared/layout';
import type { SessionOver } from '../access/over.svelte';
import { sentenceOf } from '../sentence';
import { optionOf } from '../statuses';

export interface ShownGroup {
  /** Of the list as read; the service's own order of groups. */
  index: number;
  kind: TriggerGroup['kind'];
  rows: TriggerView[];
  of: number;
}

export type ReorderNews = 'saving' | 'saved' | 'searching' | 'first' | 'last' | ReorderOutcome['state'];

const idsOf = (triggers: readonly TriggerView[]) => triggers.map(({ id }) => id);
const same = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((id, index) => id === other[index]);

export class TriggerDesk {
  readonly connection: ConnectionId;
  readonly #over: SessionOver;
  list = $state.raw<TriggerList | undefined>(undefined);
  failure = $state.raw<unknown>(null);
  reading = $state(false);
  query = $state('');
  templates = $state.raw<MessageTemplate[] | null>(null);
  templatesFailure = $state.raw<unknown>(null);
  /** The order shown, by group, where it is not the order read. */
  #moved = $state.raw<Record<number, string[]>>({});
  reordering = $state(false);
  /** What came of the last change of order that is still to be told. */
  reorder = $state.raw<{ state: ReorderNews; place?: number; of?: number; outcome?: ReorderOutcome } | null>(
    null,
  );
  reorderFailure = $state.raw<DeskFailure | null>(null);
  /** What came of the last deletion. */
  deleted = $state.raw<TriggerOutcome | null>(null);
  /** The row that the keyboard is on. */
  active = $state<string | null>(null);
  /** Where the keyboard goes when the list is on again. */
  back = $state<string | null>(null);
  #round = 0;

  constructor(connection: ConnectionId, over: SessionOver) {
    this.connection = connection;
    this.#over = over;
  }

  readonly triggers = $derived((this.list?.groups ?? []).flatMap((group) => group.triggers));
  readonly searching = $derived(this.query.trim() !== '');
  readonly groups = $derived.by((): ShownGroup[] =>
    (this.list?.groups ?? []).map((group, index) => {
      const ordered = this.#ordered(group, index);
      const rows = this.searching ? ordered.filter((one) => this.#fits(one)) : ordered;
      return { index, kind: group.kind, rows, of: ordered.length };
    }),
  );
  readonly rows = $derived(this.groups.flatMap((group) => group.rows));

  find(id: string): TriggerView | undefined {
    return this.triggers.find((one) => one.id === id);
  }

  /** The number after the last one of this kind; null where the service numbers none of them. */
  nextOrder(kind: string): number | null {
    const group = this.list?.groups.find((one) => optionOf(one.kind) === kind);
    const orders = (group?.triggers ?? []).flatMap(({ content }) => content.order ?? []);
    return orders.length ? Math.max(...orders) + 1 : null;
  }

  /** The title of a template that the service listed. */
  titleOf = (id: string): string | null => this.templates?.find((one) => one.id === id)?.name || null;
  textOf = (id: string): string => this.templates?.find((one) => one.id === id)?.text ?? '';

  #ordered(group: TriggerGroup, index: number): TriggerView[] {
    const ids = this.#moved[index];
    if (!ids) return group.triggers;
    return ids.flatMap((id) => group.triggers.find((one) => one.id === id) ?? []);
  }

  #fits({ content, id }: TriggerView): boolean {
    const where = [
      sentenceOf(content, this.titleOf),
      content.text ?? '',
      content.template_id ? this.textOf(content.template_id) : '',
      id,
    ].join('\n');
    return this.query
      .trim()
      .split(/\s+/)
      .every((word) => matches(where, word));
  }

  /** What stood there stays until the answer is here. True when it was read. */
  async read(): Promise<boolean> {
    const round = ++this.#round;
    this.reading = true;
    this.failure = null;
    try {
      const list = await host.yumeListWazzupTriggers(this.connection);
      if (round !== this.#round) return false;
      this.#take(list);
      return true;
    } catch (thrown) {
      if (round !== this.#round) return false;
      this.failure = thrown;
      this.#over.caught(thrown, () => void this.read());
      return false;
    } finally {
      if (round === this.#round) this.reading = false;
    }
  }

  /** Names for ids. Without them the ids stand there. */
  async readTemplates(): Promise<void> {
    this.templatesFailure = null;
    try {
      this.templates = await host.yumeListWazzupTemplates(this.connection);
    } catch (thrown) {
      this.templatesFailure = thrown;
    }
  }

  /** What was read is another company's. */
  forget(): void {
    this.#round++;
    [this.list, this.templates] = [undefined, null];
    [this.failure, this.templatesFailure] = [null, null];
    [this.reorder, this.reorderFailure, this.deleted] = [null, null, null];
    this.#moved = {};
    this.reading = false;
  }

  #take(list: TriggerList): void {
    this.list = list;
    this.failure = null;
    if (!this.reordering) this.#moved = {};
  }

  #place(id: string): { group: ShownGroup; at: number } | null {
    for (const group of this.groups) {
      const at = group.rows.findIndex((one) => one.id === id);
      if (at >= 0) return { group, at };
    }
    return null;
  }

  /** One place up or down within its kind. */
  step(id: string, by: 1 | -1): void {
    const found = this.#place(id);
    if (!found) return;
    this.moveTo(id, found.at + by);
  }

  moveTo(id: string, place: number): void {
    const found = this.#place(id);
    if (!found) return;
    this.reorderFailure = null;
    if (this.searching) {
      this.reorder = { state: 'searching' };
      return;
    }
    const { group, at } = found;
    const of = group.rows.length;
    if (place < 0 || place >= of) {
      this.reorder = { state: place < 0 ? 'first' : 'last' };
      return;
    }
    if (place === at) return;
    const ids = idsOf(group.rows).filter((one) => one !== id);
    ids.splice(place, 0, id);
    this.#moved = { ...this.#moved, [group.index]: ids };
    this.reorder = { state: 'saving', place: place + 1, of };
    if (!this.reordering) void this.#save(group.index);
  }

  async #save(index: number): Promise<void> {
    this.reordering = true;
    const shown = this.reorder;
    const wanted = this.#moved[index] ?? [];
    let outcome: ReorderOutcome;
    try {
      outcome = await host.reorderTriggers(this.connection, wanted);
    } catch (thrown) {
      this.#giveUp(thrown);
      return;
    }
    const later = this.#moved[index] ?? wanted;
    const done = outcome.state === 'done' || outcome.state === 'nothing';
    if (done && !same(later, wanted)) {
      if (outcome.list) this.list = outcome.list;
      await this.#save(index);
      return;
    }
    const next = Object.keys(this.#moved).find((one) => Number(one) !== index);
    if (done && next !== undefined) {
      if (outcome.list) this.list = outcome.list;
      const { [index]: _, ...others } = this.#moved;
      this.#moved = others;
      await this.#save(Number(next));
      return;
    }
    this.reordering = false;
    const last = this.reorder ?? shown;
    this.reorder = done ? { ...last, state: 'saved' } : { state: outcome.state, outcome };
    if (outcome.list) this.#take(outcome.list);
    else {
      this.#moved = {};
      await this.read();
    }
  }

  /** Nothing was sent: the order is the one that was read. */
  #giveUp(thrown: unknown): void {
    this.reordering = false;
    this.#moved = {};
    this.reorder = null;
    if (!this.#over.caught(thrown, () => void this.read())) this.reorderFailure = asFailure(thrown);
  }
}
