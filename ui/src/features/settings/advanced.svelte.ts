// The advanced settings while they are edited: numbers as typed, an override for each method whose row differs from
// the built-in one. Rust checks everything again and answers with the fields that are wrong.
import {
  asFailure,
  host,
  type AdvancedSettings,
  type ConnectionId,
  type EndpointView,
  type Override,
  type Verb,
} from '$host';
import { fieldText } from '$shared/errors';
import { t, textOf } from '$shared/i18n/i18n.svelte';

export interface EndpointDraft {
  endpoint: EndpointView;
  method: Verb;
  path: string;
}

interface Draft {
  base: string;
  rate: string;
  megabytes: string;
  jpeg: boolean;
  png: boolean;
  pdf: boolean;
  typeField: string;
  rows: EndpointDraft[];
}

const wholeIn = (text: string, least: number, most: number) =>
  /^\d{1,4}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;

export const isChanged = (row: EndpointDraft) =>
  row.method !== row.endpoint.method || row.path.trim() !== row.endpoint.path;

function draftOf(settings: AdvancedSettings, endpoints: EndpointView[]): Draft {
  const { documents } = settings;
  return {
    base: settings.base_address,
    rate: String(settings.requests_per_second),
    megabytes: String(documents.max_megabytes),
    jpeg: documents.jpeg,
    png: documents.png,
    pdf: documents.pdf,
    typeField: documents.type_field ?? '',
    rows: endpoints.map((endpoint) => ({
      endpoint,
      method: endpoint.overridden?.method ?? endpoint.method,
      path: endpoint.overridden?.path ?? endpoint.path,
    })),
  };
}

function settingsOf(draft: Draft): AdvancedSettings {
  const overrides: Record<string, Override> = {};
  for (const row of draft.rows)
    if (row.endpoint.overridable && isChanged(row))
      overrides[row.endpoint.operation] = { method: row.method, path: row.path.trim() };
  return {
    base_address: draft.base.trim(),
    requests_per_second: Number(draft.rate),
    overrides,
    documents: {
      max_megabytes: Number(draft.megabytes),
      jpeg: draft.jpeg,
      png: draft.png,
      pdf: draft.pdf,
      type_field: draft.typeField.trim() || null,
    },
  };
}

const ownTexts: Record<string, () => string> = {
  base_address: () => t('connections.base.wrong'),
  requests_per_second: () => t('settings.advanced.rateWrong'),
  max_megabytes: () => t('settings.advanced.megabytesWrong'),
  type_field: () => t('settings.advanced.typeFieldWrong'),
};

export class AdvancedForm {
  draft = $state<Draft>()!;
  busy = $state(false);
  /** By the field's name in Rust: `base_address`, `kinds`, `overrides.<operation>`. */
  wrong = $state.raw<Record<string, string>>({});
  failure = $state.raw<unknown>(null);
  private kept = $state('');

  readonly dirty = $derived(JSON.stringify(this.draft) !== this.kept);

  constructor(
    private readonly connection: ConnectionId,
    private settings: AdvancedSettings,
    private endpoints: EndpointView[],
  ) {
    this.undo();
  }

  static async read(connection: ConnectionId): Promise<AdvancedForm> {
    const [settings, endpoints] = await Promise.all([
      host.advancedSettings(connection),
      host.endpoints(connection),
    ]);
    return new AdvancedForm(connection, settings, endpoints);
  }

  undo(): void {
    this.draft = draftOf(this.settings, this.endpoints);
    this.kept = JSON.stringify(this.draft);
    this.wrong = {};
    this.failure = null;
  }

  reset(row: EndpointDraft): void {
    row.method = row.endpoint.method;
    row.path = row.endpoint.path;
    this.right(`overrides.${row.endpoint.operation}`);
  }

  /** The field is being edited: its complaint goes. */
  right(field: string): void {
    this.wrong = Object.fromEntries(Object.entries(this.wrong).filter(([name]) => name !== field));
  }

  /** True when everything was kept. */
  async save(): Promise<boolean> {
    if (this.busy || !this.dirty) return false;
    this.failure = null;
    this.wrong = {
      ...(!wholeIn(this.draft.rate, 0, 100) && { requests_per_second: t('settings.advanced.rateWrong') }),
      ...(!wholeIn(this.draft.megabytes, 1, 50) && { max_megabytes: t('settings.advanced.megabytesWrong') }),
    };
    if (Object.keys(this.wrong).length > 0) return false;
    this.busy = true;
    try {
      const next = settingsOf(this.draft);
      await host.setAdvancedSettings(this.connection, next);
      this.settings = next;
      this.endpoints = this.endpoints.map((endpoint) => ({
        ...endpoint,
        overridden: next.overrides[endpoint.operation] ?? null,
      }));
      this.undo();
      return true;
    } catch (thrown) {
      const { fields } = asFailure(thrown);
      this.wrong = Object.fromEntries(
        fields.map((problem) => [
          problem.field,
          ownTexts[problem.field]?.() ??
            textOf(`settings.advanced.${problem.code}`, problem.params) ??
            fieldText(problem),
        ]),
      );
      if (fields.length === 0) this.failure = thrown;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
