// The settings of the integration with Wazzup while they are typed. The key goes in once and never comes back; left empty it
// stays as it is.
import { asFailure, host, type ConnectionId, type WazzupSettings, type YumeWritten } from '$host';
import { describeError, fieldText, type DescribedError } from '$shared/errors';
import { t, textOf } from '$shared/i18n/i18n.svelte';
import type { SessionOver } from '../access/over.svelte';

type Field = 'api_key' | 'funnel_id' | 'stage_id';

export class SettingsForm {
  readonly #connection: ConnectionId;
  readonly #over: SessionOver;
  kept = $state.raw<WazzupSettings | undefined>(undefined);
  unread = $state.raw<unknown>(null);
  reading = $state(false);
  key = $state('');
  funnel = $state('');
  stage = $state('');
  busy = $state(false);
  wrong = $state<Partial<Record<Field, string>>>({});
  failure = $state.raw<DescribedError | null>(null);
  /** What came of the last save. */
  written = $state.raw<YumeWritten | null>(null);

  constructor(connection: ConnectionId, over: SessionOver) {
    this.#connection = connection;
    this.#over = over;
  }

  readonly dirty = $derived(
    this.key !== '' ||
      this.funnel.trim() !== (this.kept?.funnel_id ?? '') ||
      this.stage.trim() !== (this.kept?.stage_id ?? ''),
  );
  readonly reason = $derived(this.dirty ? null : t('yumeWazzup.settings.same'));

  async read(): Promise<void> {
    this.unread = null;
    this.reading = true;
    try {
      const settings = await host.yumeGetWazzupSettings(this.#connection);
      const typed = this.kept !== undefined && this.dirty;
      this.kept = settings;
      if (!typed) this.undo();
    } catch (thrown) {
      this.unread = thrown;
      this.#over.caught(thrown, () => void this.read());
    } finally {
      this.reading = false;
    }
  }

  undo(): void {
    this.key = '';
    this.funnel = this.kept?.funnel_id ?? '';
    this.stage = this.kept?.stage_id ?? '';
    this.wrong = {};
    this.failure = null;
  }

  right(field: Field): void {
    this.wrong = { ...this.wrong, [field]: undefined };
  }

  #isNumber = (text: string) => /^\s*\d{0,18}\s*$/.test(text);

  async save(): Promise<boolean> {
    if (this.busy || this.reason !== null) return false;
    [this.failure, this.written] = [null, null];
    const number = t('yumeWazzup.settings.problem.yume_number');
    this.wrong = {
      ...(!this.#isNumber(this.funnel) && { funnel_id: number }),
      ...(!this.#isNumber(this.stage) && { stage_id: number }),
    };
    if (Object.keys(this.wrong).length > 0) return false;
    this.busy = true;
    const draft = { api_key: this.key, funnel_id: this.funnel.trim(), stage_id: this.stage.trim() };
    // With a key all three are said; without one only the others are.
    const asked = draft.api_key
      ? host.yumePutWazzupSettings(this.#connection, draft)
      : host.yumePatchWazzupSettings(this.#connection, draft);
    try {
      const { written, settings } = await asked;
      this.key = '';
      this.written = written;
      if (settings) this.kept = settings;
      if (written.state === 'done') this.undo();
      return written.state === 'done';
    } catch (thrown) {
      // Signed in again, the same button is pressed once more.
      if (!this.#over.caught(thrown)) this.#tell(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }

  #tell(thrown: unknown): void {
    const failure = asFailure(thrown);
    for (const problem of failure.fields)
      this.wrong[problem.field as Field] =
        textOf(`yumeWazzup.settings.problem.${problem.code}`, problem.params) ?? fieldText(problem);
    this.failure = failure.fields.length ? null : describeError(thrown, 'yume');
  }

  /** The tab goes away: the key does not stay. */
  leave(): void {
    this.key = '';
  }
}
