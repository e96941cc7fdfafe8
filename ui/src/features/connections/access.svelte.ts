// What the access of every further service of a park does alike: it is read, its fields complain and are righted, it is
// checked and left.
import type { CheckLine, ConnectionId, DeskFailure } from '$host';
import { describeError, fieldText, type DescribedError } from '$shared/errors';
import { textOf } from '$shared/i18n/i18n.svelte';
import { keychainState, noteKeychainFailure } from './keychain';
import { CheckProgress } from './progress.svelte';

/** How one service is asked, and how its words are found. */
export interface AccessOf<View, Verdict, Field extends string> {
  /** As errors name it. */
  service: string;
  /** Its complaints about fields stand in the catalogues under `{texts}.problem.`. */
  texts: string;
  fields: readonly Field[];
  /** Null when the park has none. */
  read: (connection: ConnectionId) => Promise<View | null>;
  check: (connection: ConnectionId) => Promise<{ verdict: Verdict; lines: CheckLine[] }>;
}

export abstract class ServiceAccess<View, Verdict, Field extends string> {
  readonly connection: ConnectionId;
  /** The demo park's is always there, with keys of its own. */
  readonly demo: boolean;
  readonly #of: AccessOf<View, Verdict, Field>;

  /** As Rust keeps it; null when there is none, undefined until it is read. */
  view = $state.raw<View | null | undefined>(undefined);
  unread = $state.raw<unknown>(null);
  thisRun = $state(false);
  busy = $state(false);
  wrong = $state<Partial<Record<Field, string>>>({});
  failure = $state.raw<DescribedError | null>(null);

  verdict = $state.raw<Verdict | null>(null);
  readonly progress = new CheckProgress();
  /** No call of the check could be made at all. */
  readonly uncheckable = $derived.by(() =>
    this.progress.error === null ? null : describeError(this.progress.error, this.#of.service),
  );
  readonly noKeychain = $derived(keychainState() !== 'ready');

  constructor(connection: ConnectionId, demo: boolean, of: AccessOf<View, Verdict, Field>) {
    this.connection = connection;
    this.demo = demo;
    this.#of = of;
  }

  /** What is typed begins anew from what is kept. */
  protected abstract take(view: View | null): void;

  async read(): Promise<void> {
    this.unread = null;
    try {
      this.take(await this.#of.read(this.connection));
    } catch (thrown) {
      this.unread = thrown;
    }
  }

  /** The field is being edited: its complaint goes. */
  right(field: Field): void {
    this.wrong = { ...this.wrong, [field]: undefined };
  }

  /** True when the fields, or the notice about the keychain, say all of it. */
  protected complain({ code, fields }: DeskFailure): boolean {
    const known: readonly string[] = this.#of.fields;
    const told = fields
      .filter(({ field }) => known.includes(field))
      .map((problem) => [
        problem.field,
        textOf(`${this.#of.texts}.problem.${problem.code}`, problem.params) ?? fieldText(problem),
      ]);
    this.wrong = { ...this.wrong, ...Object.fromEntries(told) };
    return noteKeychainFailure(code) || Object.keys(this.wrong).length > 0;
  }

  async check(): Promise<void> {
    this.verdict = null;
    await this.progress.follow(
      this.connection,
      () => this.#of.check(this.connection),
      ({ verdict, lines }) => {
        this.verdict = verdict;
        return lines;
      },
    );
  }

  /** The card goes away: nothing typed stays. */
  leave(): void {
    this.progress.leave();
  }

  protected forgetCheck(): void {
    this.progress.forget();
    this.verdict = null;
  }
}
