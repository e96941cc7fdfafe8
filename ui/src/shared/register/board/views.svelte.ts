// The saved views of a register: read once before the register opens, shown as tabs, kept in Rust. A change of the
// columns is kept by itself in the view it was made in; a change of what is asked for is kept when the user says so.
import {
  host,
  type RegisterName,
  type SavedView,
  type ViewBook,
  type ViewColumn,
  type ViewContent,
} from '$host';
import { describeError } from '$shared/errors';
import { toast } from '$shared/toasts.svelte';

/** What a view is taken from and put to. */
export interface ViewedDesk {
  readonly connection: string | null;
  readonly name: RegisterName;
  /** The filters outlive the screen, and with them the view that they were set from. */
  readonly filters: object;
  /** `flush` tells at once what the user has just changed. */
  readonly layout: { take(columns: ViewColumn[]): void; flush(): void };
  content(): ViewContent;
  apply(content: ViewContent): void;
}

/** A way back from the rows of one group to the groups. */
export interface Drill {
  title: string;
  /** The rows shown are still those of the group. */
  holds: () => boolean;
  back: () => void;
}

const lastViews = new WeakMap<object, string | null>();

export class RegisterViews {
  book = $state.raw<ViewBook>({});
  /** The view in force; null: the usual one of the kind. */
  current = $state<string | null>(null);
  /** Why the views could not be read. */
  failure = $state.raw<unknown>(null);
  drill = $state.raw<Drill | null>(null);

  readonly #desk: ViewedDesk;
  readonly list = $derived.by(() => this.book.views ?? []);
  readonly view = $derived.by(() => this.list.find(({ id }) => id === this.current) ?? null);
  /** What is asked for is not what the view says. */
  readonly changed = $derived.by(() => {
    if (this.view === null) return false;
    const { content } = this.view;
    const now = { ...this.#desk.content() };
    // What a view does not say is as it is by itself.
    if (!content.order) now.order = null;
    if (!content.preset && !content.period) now.preset = now.period = null;
    return askedFor(content) !== askedFor(now);
  });
  constructor(desk: ViewedDesk) {
    this.#desk = desk;
  }

  /** Reads the views and lays out the columns; answers the content that the register is to open with, null when
   *  nothing is to be changed (no view opens by itself, or the screen was there before). Never throws. To be awaited
   *  before opening. */
  async begin(): Promise<ViewContent | null> {
    await this.reread();
    const { filters, layout } = this.#desk;
    const first = !lastViews.has(filters);
    this.#choose((first ? this.book.usual : lastViews.get(filters)) ?? null);
    const columns = this.#columns();
    layout.take(columns);
    return first && this.view ? { ...this.view.content, columns } : null;
  }

  async reread(): Promise<void> {
    const { connection, name } = this.#desk;
    if (connection === null) return;
    try {
      this.book = await host.viewBook(connection, name);
      this.failure = null;
    } catch (thrown) {
      this.failure = thrown;
    }
  }

  /** A view that is gone is the usual one. */
  #choose(id: string | null): void {
    this.current = this.list.some((view) => view.id === id) ? id : null;
    lastViews.set(this.#desk.filters, this.current);
  }

  #columns(): ViewColumn[] {
    return (this.view ? this.view.content.columns : this.book.columns) ?? [];
  }

  /** Shows a view as it was saved, also the one in force; null: the usual one. */
  show(id: string | null): void {
    this.drill = null;
    this.#desk.layout.flush();
    this.#choose(id);
    this.#desk.apply({ ...this.view?.content, columns: this.#columns() });
  }

  /** Saves what is on the screen under a new name and shows it. Throws what Rust says of the name. */
  async add(name: string): Promise<void> {
    await this.#addView(name, this.#desk.content());
  }

  async #addView(name: string, content: ViewContent): Promise<SavedView | undefined> {
    const known = this.list.map(({ id }) => id);
    this.#desk.layout.flush();
    await this.#write((connection, register) =>
      host.saveView(connection, register, { id: '', name: name.trim(), content }),
    );
    const added = this.list.find(({ id }) => !known.includes(id));
    if (added) this.#choose(added.id);
    return added;
  }

  /** Throws as `add`. */
  async rename(id: string, name: string): Promise<void> {
    const view = this.list.find((one) => one.id === id);
    if (!view) return;
    await this.#write((connection, register) =>
      host.saveView(connection, register, { ...view, name: name.trim() }),
    );
  }

  /** A copy of the view as it was saved; it is shown. Throws as `add`. */
  async duplicate(id: string, name: string): Promise<void> {
    const view = this.list.find((one) => one.id === id);
    if (!view) return;
    const copy = await this.#addView(name, view.content);
    if (copy) this.show(copy.id);
  }

  /** Keeps what is on the screen in the view in force. */
  async keepChanges(): Promise<boolean> {
    const { view } = this;
    if (!view) return false;
    const content = this.#desk.content();
    return this.#told((connection, register) => host.saveView(connection, register, { ...view, content }));
  }

  /** The filters stay as they are on the screen. */
  async remove(id: string): Promise<boolean> {
    const done = await this.#told((connection, register) => host.deleteView(connection, register, id));
    if (done && this.current === id) {
      this.#choose(null);
      this.#desk.layout.take(this.#columns());
    }
    return done;
  }

  /** Takes a deletion back: the view comes last and is shown. */
  async putBack(view: SavedView, wasUsual: boolean): Promise<void> {
    try {
      const added = await this.#addView(view.name, view.content);
      if (!added) return;
      if (wasUsual) await this.openWith(added.id);
      this.show(added.id);
    } catch (thrown) {
      tell(thrown);
    }
  }

  /** The view that the register opens with; null: the usual one. */
  async openWith(id: string | null): Promise<boolean> {
    return this.#told((connection, register) => host.setUsualView(connection, register, id));
  }

  /** The columns as they stand now, of the view in force: kept in Rust. Never throws. */
  async keepColumns(columns: ViewColumn[]): Promise<void> {
    const id = this.current;
    await this.#told((connection, register) => host.keepColumns(connection, register, id, columns));
  }

  async #write(work: (connection: string, register: RegisterName) => Promise<ViewBook>): Promise<void> {
    const { connection, name } = this.#desk;
    if (connection !== null) this.book = await work(connection, name);
  }

  async #told(work: (connection: string, register: RegisterName) => Promise<ViewBook>): Promise<boolean> {
    try {
      await this.#write(work);
      return true;
    } catch (thrown) {
      tell(thrown);
      return false;
    }
  }
}

export function tell(thrown: unknown): void {
  const { title, text } = describeError(thrown);
  toast({ title: `${title}.`, text, tone: 'warn' });
}

/** What a view asks for, to be compared: without the columns, which are kept by themselves, and without titles, which
 *  depend on the language. */
function askedFor(content: ViewContent): string {
  const {
    preset,
    period,
    lists = {},
    drivers = [],
    search,
    find,
    values = [],
    order,
    group,
    stack,
  } = content;
  const chosen = Object.keys(lists)
    .filter((name) => lists[name]?.length)
    .sort();
  return JSON.stringify([
    preset ?? null,
    preset || !period ? null : [period.from, period.to],
    chosen.map((name) => [name, lists[name]]),
    drivers.map(({ id }) => id),
    search ?? '',
    find?.trim() ?? '',
    values.map(({ column, key, excluded }) => [column, key, excluded === true]),
    order ? [order.column, order.descending] : null,
    group ?? null,
    stack ?? null,
  ]);
}
