// The edits of one card, kept apart from the card: what the service shows stays readable, what was typed survives a
// fresh reading. Values are text as typed; Rust normalises and checks them, and decides what is sent.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type {
  DriverCard,
  DriverDraft,
  DriverField,
  FieldCheck,
  FieldEdit,
  FieldProblem,
  NamedDriver,
  RequisiteDraft,
  RequisiteEdit,
  RequisiteRow,
  SaveOutcome,
} from '$host';
import { formFields, written } from './fields';
import { ReferrerDraft, type ReferrerKind } from './referrer.svelte';

const same = (one: string, other: string) => one.trim() === other.trim();
const signs = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();

/** Can a number that is shown masked be this whole one? The visible start and end decide. */
function mayBe(shown: string, whole: string): boolean {
  const plain = shown.replace(/[\s+\-()]/g, '').toLowerCase();
  const [head = '', tail = ''] = [/^[\p{L}\p{N}]*/u.exec(plain)?.[0], /[\p{L}\p{N}]*$/u.exec(plain)?.[0]];
  return plain !== '' && signs(whole).startsWith(head) && signs(whole).endsWith(tail);
}

export interface RequisiteSummary {
  added: number;
  changed: number;
  deleted: number;
}

export class Draft {
  card = $state.raw() as DriverCard;
  #edits = new SvelteMap<DriverField, string>();
  /** The last verdict on what is typed. */
  #checks = new SvelteMap<DriverField, FieldCheck>();
  /** What the service or the review said about an input; gone with the next key. */
  #problems = new SvelteMap<string, FieldProblem>();
  /** Date fields that hold text which is no date. */
  #unreadable = new SvelteSet<DriverField>();
  #renames = new SvelteMap<string, string>();
  #deleted = new SvelteSet<string>();
  #default = $state<string | null>(null);
  readonly referrer = new ReferrerDraft(() => this.card);
  added = $state.raw<RequisiteDraft[]>([]);
  /** Something was typed into the form of a new requisite and is not in the list yet. */
  pending = $state(false);
  /** The check of a new requisite that is on its way into the list. */
  adding: Promise<void> = Promise.resolve();
  #made = 0;

  constructor(card: DriverCard) {
    this.card = card;
  }

  // --- profile -------------------------------------------------------------------------------------------------

  base(field: DriverField): string {
    return this.card.fields.find((one) => one.field === field)?.value ?? '';
  }

  /** Does the service show the field at all? */
  shown(field: DriverField): boolean {
    return this.card.fields.find((one) => one.field === field)?.shown ?? false;
  }

  /** As the form writes it: typed text, else the service's value. */
  value(field: DriverField): string {
    return this.#edits.get(field) ?? written(field, this.base(field));
  }

  set(field: DriverField, text: string): void {
    this.#problems.delete(field);
    // A red field stays red until the next verdict.
    if (this.#checks.get(field)?.level !== 'error') this.#checks.delete(field);
    if (this.#isBase(field, text)) {
      this.#edits.delete(field);
      this.#checks.delete(field);
    } else this.#edits.set(field, text);
  }

  #isBase(field: DriverField, text: string): boolean {
    const base = this.base(field);
    return same(text, base) || same(text, written(field, base));
  }

  undo(field: DriverField): void {
    this.#edits.delete(field);
    this.#checks.delete(field);
    this.#problems.delete(field);
    this.#unreadable.delete(field);
  }

  isChanged(field: DriverField): boolean {
    return this.#edits.has(field);
  }

  setUnreadable(field: DriverField, wrong: boolean): void {
    if (wrong) this.#unreadable.add(field);
    else this.#unreadable.delete(field);
  }

  isUnreadable(field: DriverField): boolean {
    return this.#unreadable.has(field);
  }

  /** Takes verdicts on `asked`; one on text that was changed since is late and dropped. `tidy` writes the text as it
   *  will be stored: never under the user's hands. */
  takeChecks(asked: FieldEdit[], checks: FieldCheck[], tidy = true): void {
    for (const check of checks) {
      const field = check.field as DriverField;
      const typed = asked.find((one) => one.field === field)?.value;
      if (typed === undefined || this.value(field) !== typed) continue;
      if (tidy && check.normalised !== null && check.normalised === this.base(field)) {
        this.undo(field);
        continue;
      }
      this.#checks.set(field, check);
      if (tidy && check.level !== 'error' && check.normalised !== null && this.isChanged(field)) {
        this.#edits.set(field, written(field, check.normalised));
      }
    }
  }

  /** The verdict to show: on the typed text, else on the service's own value. */
  check(field: DriverField): FieldCheck | undefined {
    if (this.isChanged(field) || this.#checks.has(field)) return this.#checks.get(field);
    return this.card.checks.find((one) => one.field === field);
  }

  problem(field: string): FieldProblem | undefined {
    return this.#problems.get(field);
  }

  setProblems(problems: FieldProblem[]): void {
    this.#problems.clear();
    for (const problem of problems) {
      const key = problem.params['requisite'] ?? /^requisites\.([^.]+)/.exec(problem.field)?.[1];
      this.#problems.set(key === undefined ? problem.field : `requisite:${key}`, problem);
    }
  }

  /** By the requisite's id, or by the key of a new one. */
  requisiteProblem(key: string): FieldProblem | undefined {
    return this.#problems.get(`requisite:${key}`);
  }

  /** Blocks saving: an edited field that is wrong, or that the service refused. */
  isWrong(field: DriverField): boolean {
    return (
      this.#unreadable.has(field) ||
      this.#problems.has(field) ||
      (this.isChanged(field) && this.#checks.get(field)?.level === 'error')
    );
  }

  readonly wrong = $derived(formFields.filter((field) => this.isWrong(field)));
  readonly changed = $derived(formFields.filter((field) => this.#edits.has(field)));

  edits(): FieldEdit[] {
    return this.changed.map((field) => ({ field, value: this.#edits.get(field) ?? '' }));
  }

  // --- who invited ----------------------------------------------------------------------------------------------

  chooseReferrer(kind: ReferrerKind): void {
    this.#problems.delete('referrer_id');
    this.referrer.choose(kind);
  }

  setReferrer(driver: NamedDriver | null): void {
    this.#problems.delete('referrer_id');
    this.referrer.set(driver);
  }

  // --- requisites ----------------------------------------------------------------------------------------------

  name(row: RequisiteRow): string {
    return this.#renames.get(row.id ?? '') ?? row.name;
  }

  rename(row: RequisiteRow, name: string): void {
    if (row.id === null) return;
    this.#problems.delete(`requisite:${row.id}`);
    if (same(name, row.name)) this.#renames.delete(row.id);
    else this.#renames.set(row.id, name);
  }

  isRenamed(row: RequisiteRow): boolean {
    return this.#renames.has(row.id ?? '');
  }

  isDeleted(row: RequisiteRow): boolean {
    return this.#deleted.has(row.id ?? '');
  }

  /** A deleted requisite can be neither renamed nor the default. */
  delete(row: RequisiteRow): void {
    if (row.id === null) return;
    this.#renames.delete(row.id);
    this.#problems.delete(`requisite:${row.id}`);
    if (this.#default === row.id) this.#default = null;
    this.#deleted.add(row.id);
  }

  restore(row: RequisiteRow): void {
    this.#deleted.delete(row.id ?? '');
  }

  /** The requisite that becomes the default: its id or the key of a new one. */
  get newDefault(): string | null {
    return this.#default ?? this.added.find((one) => one.is_default)?.key ?? null;
  }

  /** There is one default: choosing another gives up the former choice; choosing it again takes it back. */
  toggleDefault(key: string): void {
    const already = this.card.requisites.some((row) => row.id === key && row.is_default);
    const off = this.newDefault === key || already;
    const isNew = this.added.some((one) => one.key === key);
    this.#default = off || isNew ? null : key;
    this.added = this.added.map((one) => ({ ...one, is_default: isNew && !off && one.key === key }));
  }

  newKey(): string {
    this.#made += 1;
    return `new-${this.#made}`;
  }

  add(requisite: RequisiteDraft): void {
    if (requisite.is_default) {
      this.#default = null;
      this.added = this.added.map((one) => ({ ...one, is_default: false }));
    }
    this.added = [...this.added, requisite];
  }

  renameAdded(key: string, name: string): void {
    this.added = this.added.map((one) => (one.key === key ? { ...one, name } : one));
  }

  removeAdded(key: string): void {
    this.added = this.added.filter((one) => one.key !== key);
    this.#problems.delete(`requisite:${key}`);
  }

  requisiteEdits(): RequisiteEdit[] {
    const edits: RequisiteEdit[] = [];
    for (const [id, name] of this.#renames) edits.push({ kind: 'rename', id, name });
    if (this.#default !== null) edits.push({ kind: 'make_default', id: this.#default });
    for (const id of this.#deleted) edits.push({ kind: 'delete', id });
    for (const draft of this.added) edits.push({ kind: 'add', draft });
    return edits;
  }

  readonly requisites: RequisiteSummary = $derived.by(() => {
    const defaultOnly = this.#default !== null && !this.#renames.has(this.#default);
    return {
      added: this.added.length,
      changed: this.#renames.size + (defaultOnly ? 1 : 0),
      deleted: this.#deleted.size,
    };
  });

  // --- the whole -----------------------------------------------------------------------------------------------

  readonly changesRequisites = $derived(
    this.requisites.added + this.requisites.changed + this.requisites.deleted > 0,
  );
  /** Something can be sent. */
  readonly changes = $derived(this.changed.length > 0 || this.changesRequisites || this.referrer.changed);
  /** Fields of the profile that are edited, with who invited. */
  readonly changedCount = $derived(this.changed.length + (this.referrer.changed ? 1 : 0));
  /** Something would be lost on leaving. */
  readonly dirty = $derived(this.changes || this.#unreadable.size > 0 || this.pending);

  toArgument(): DriverDraft {
    return {
      driver_id: this.card.profile.id,
      reading: this.card.reading,
      fields: this.edits(),
      requisites: this.requisiteEdits(),
      referrer: this.referrer.edit(),
    };
  }

  reset(card: DriverCard = this.card): void {
    this.#edits.clear();
    this.#checks.clear();
    this.#problems.clear();
    this.#unreadable.clear();
    this.#renames.clear();
    this.#deleted.clear();
    this.#default = null;
    this.added = [];
    this.referrer.keep();
    this.card = card;
  }

  /** A fresh reading under the same edits: those that ask for what is there already fall away, the rest stays. */
  rebase(card: DriverCard): void {
    const newcomers = card.requisites.filter((row) => !this.card.requisites.some((one) => one.id === row.id));
    // A new requisite whose answer was lost may be there by now: it must not be added twice.
    this.added = this.added.filter((one) => {
      const at = newcomers.findIndex((row) => row.type_id === one.type_id && mayBe(row.number, one.number));
      if (at >= 0) newcomers.splice(at, 1);
      return at < 0;
    });
    this.card = card;
    for (const [field, text] of [...this.#edits]) {
      const stored = this.#checks.get(field)?.normalised;
      if (this.#isBase(field, text) || stored === this.base(field)) this.undo(field);
    }
    const find = (id: string) => card.requisites.find((row) => row.id === id);
    for (const [id, name] of [...this.#renames]) {
      const row = find(id);
      if (!row || same(row.name, name)) this.#renames.delete(id);
    }
    for (const id of [...this.#deleted]) if (!find(id)) this.#deleted.delete(id);
    if (this.#default !== null && (find(this.#default)?.is_default ?? true)) this.#default = null;
    this.referrer.rebased();
  }

  /** What was edited here and has moved in a fresh reading: a rebase would hide that from the review. */
  movedUnder(card: DriverCard): string[] {
    const fresh = (field: DriverField) => card.fields.find((one) => one.field === field)?.value ?? '';
    const agreed = (field: DriverField) =>
      fresh(field) === this.base(field) ||
      fresh(field) === this.#checks.get(field)?.normalised ||
      same(fresh(field), this.#edits.get(field) ?? '');
    const fields: string[] = this.changed.filter((field) => !agreed(field));
    const moved = this.card.requisites.some((row) => {
      const now = card.requisites.find((one) => one.id === row.id);
      if (row.id === null || this.#deleted.has(row.id)) return false;
      if (!now) return this.#renames.has(row.id) || this.#default === row.id;
      return this.#renames.has(row.id) && now.name !== row.name && now.name !== this.#renames.get(row.id);
    });
    if (this.referrer.movedUnder(card)) fields.push('referrer_id');
    return moved ? [...fields, 'requisites'] : fields;
  }

  /** Gives up the rename of a requisite. */
  keepName(id: string): void {
    this.#renames.delete(id);
  }

  /** After a save: what was saved leaves the draft, what the service ignored stays in it. */
  settle(outcome: SaveOutcome): void {
    this.#problems.clear();
    if (outcome.state === 'saved') {
      this.reset(outcome.card ?? this.card);
      return;
    }
    if (outcome.state === 'ignored') {
      for (const field of [...outcome.saved.map((one) => one.field), ...outcome.unverifiable])
        this.undo(field);
      if (outcome.referrer_saved || outcome.referrer_unverifiable) this.referrer.keep();
      const ignored = outcome.requisites_ignored.filter((one) => one.kind === 'added');
      const stays = (one: RequisiteDraft) =>
        ignored.some((other) => signs(other.number) === signs(one.number));
      this.added = this.added.filter(stays);
    }
    // An unknown outcome keeps the reading too: the next review then shows what moved since.
    if (outcome.card && outcome.state !== 'unknown' && outcome.state !== 'stale') this.rebase(outcome.card);
  }
}
