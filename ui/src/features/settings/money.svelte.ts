// The settings of money while they are edited. Rust judges the sums and answers with the fields that are wrong.
import { asFailure, host, type MoneySettings } from '$host';
import { fieldText } from '$shared/errors';
import { t, textOf } from '$shared/i18n/i18n.svelte';

interface Draft {
  name: string;
  operation_limit: string;
  day_limit: string;
  duplicate_days: string;
}
export type MoneyField = keyof Draft;

const MOST_DAYS = 28;

const draftOf = (settings: MoneySettings): Draft => ({
  ...settings,
  duplicate_days: String(settings.duplicate_days),
});

export class MoneyForm {
  draft = $state<Draft>()!;
  busy = $state(false);
  wrong = $state.raw<Partial<Record<string, string>>>({});
  failure = $state.raw<unknown>(null);
  private kept = $state('');

  readonly dirty = $derived(JSON.stringify(this.draft) !== this.kept);

  constructor(private settings: MoneySettings) {
    this.undo();
  }

  static async read(): Promise<MoneyForm> {
    return new MoneyForm(await host.moneySettings());
  }

  undo(): void {
    this.draft = draftOf(this.settings);
    this.kept = JSON.stringify(this.draft);
    this.wrong = {};
    this.failure = null;
  }

  /** The field is being edited: its complaint goes. */
  right(field: MoneyField): void {
    this.wrong = Object.fromEntries(Object.entries(this.wrong).filter(([name]) => name !== field));
  }

  /** True when everything was kept. */
  async save(): Promise<boolean> {
    if (this.busy || !this.dirty) return false;
    this.failure = null;
    const days = this.draft.duplicate_days.trim();
    const fits = /^\d{1,2}$/.test(days) && Number(days) <= MOST_DAYS;
    this.wrong = fits ? {} : { duplicate_days: t('journal.money.duplicates.wrong') };
    if (!fits) return false;
    this.busy = true;
    try {
      this.settings = await host.setMoneySettings({
        name: this.draft.name.trim(),
        operation_limit: this.draft.operation_limit.trim(),
        day_limit: this.draft.day_limit.trim(),
        duplicate_days: Number(days),
      });
      this.undo();
      return true;
    } catch (thrown) {
      const { fields } = asFailure(thrown);
      this.wrong = Object.fromEntries(
        fields.map((problem) => [
          problem.field,
          textOf(`journal.money.problem.${problem.code}`, problem.params) ?? fieldText(problem),
        ]),
      );
      if (fields.length === 0) this.failure = thrown;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
