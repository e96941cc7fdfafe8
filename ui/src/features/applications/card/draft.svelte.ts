// The edits of one application's card, kept apart from the reading: what the service shows may change under them (F5, news
// of a job), what was typed stays. Each edit remembers what stood there when it was begun: a field that has moved since
// is disputed, and the user chooses a side before anything is sent.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type {
  ApplicationField,
  ApplicationFieldEdit,
  ApplicationFormField,
  ApplicationSection,
  FieldCheck,
  FieldProblem,
} from '$host';
import type { DocumentDesk } from '../documents/desk.svelte';
import { fieldsOf, formFields, isApplicationField, sections, told, written } from './fields';

interface Edit {
  value: string;
  title: string;
  /** The service's value when the edit was begun, or when the user last chose his own side. */
  base: string;
}

export interface Conflict {
  field: ApplicationField;
  theirs: string;
  mine: string;
}

const same = (one: string, other: string) => one.trim() === other.trim();

export class CardDraft {
  readonly #desk: DocumentDesk;
  #edits = new SvelteMap<ApplicationField, Edit>();
  /** The last verdict on what is typed. */
  #checks = new SvelteMap<ApplicationField, FieldCheck>();
  /** What the service said about an input; gone with the next key. */
  #problems = new SvelteMap<ApplicationField, FieldProblem>();
  /** Inputs that hold text which is no value: no date, no model of the dictionary. */
  #unreadable = new SvelteSet<ApplicationField>();
  readonly open = new SvelteSet<ApplicationSection>();

  constructor(desk: DocumentDesk) {
    this.#desk = desk;
  }

  /** The field as the service has it; absent where the form does not offer it. */
  read(field: ApplicationField): ApplicationFormField | undefined {
    return this.#desk.data?.fields.find((one) => one.field === field);
  }

  base(field: ApplicationField): string {
    return this.read(field)?.value ?? '';
  }

  /** As the form writes it: typed text, else the service's value. */
  value(field: ApplicationField): string {
    return this.#edits.get(field)?.value ?? written(field, this.base(field));
  }

  title(field: ApplicationField): string {
    const edit = this.#edits.get(field);
    return edit ? edit.title : (this.read(field)?.title ?? '');
  }

  #isBase(field: ApplicationField, text: string): boolean {
    const base = this.base(field);
    const stored = this.#checks.get(field)?.normalised;
    return same(text, base) || same(text, written(field, base)) || stored === base;
  }

  set(field: ApplicationField, value: string, title = ''): void {
    this.#problems.delete(field);
    // A red field stays red until the next verdict.
    if (this.#checks.get(field)?.level !== 'error') this.#checks.delete(field);
    const base = this.#edits.get(field)?.base ?? this.base(field);
    if (same(value, this.base(field)) || same(value, written(field, this.base(field)))) this.undo(field);
    else this.#edits.set(field, { value, title, base });
  }

  undo(field: ApplicationField): void {
    this.#edits.delete(field);
    this.#checks.delete(field);
    this.#problems.delete(field);
    this.#unreadable.delete(field);
  }

  isChanged(field: ApplicationField): boolean {
    const edit = this.#edits.get(field);
    return edit !== undefined && !this.#isBase(field, edit.value);
  }

  setUnreadable(field: ApplicationField, wrong: boolean): void {
    if (wrong) this.#unreadable.add(field);
    else this.#unreadable.delete(field);
  }

  isUnreadable(field: ApplicationField): boolean {
    return this.#unreadable.has(field);
  }

  // --- verdicts ------------------------------------------------------------------------------------------------

  /** Takes verdicts on `asked`; one on text that was changed since is late and dropped. `tidy` writes the text as it
   *  will be stored: never under the user's hands. */
  takeChecks(
    asked: ApplicationFieldEdit[],
    checks: FieldCheck[],
    tidy: ApplicationField | 'all' | null,
  ): void {
    for (const check of checks) {
      const { field } = check;
      if (!isApplicationField(field)) continue;
      const edit = this.#edits.get(field);
      // A verdict on a field that is not edited comes with the reading.
      if (!edit || asked.find((one) => one.field === field)?.value !== edit.value) continue;
      this.#checks.set(field, check);
      const may = tidy === 'all' || tidy === field;
      if (may && check.level !== 'error' && check.normalised !== null)
        this.#edits.set(field, { ...edit, value: written(field, check.normalised) });
    }
  }

  /** The verdict to show: on the typed text, else on the service's own value. */
  check(field: ApplicationField): FieldCheck | undefined {
    if (this.isChanged(field)) return this.#checks.get(field);
    return this.read(field)?.check ?? undefined;
  }

  problem(field: ApplicationField): FieldProblem | undefined {
    return this.#problems.get(field);
  }

  /** Answers with the problems that belong to no field of the form. */
  setProblems(problems: FieldProblem[]): FieldProblem[] {
    this.#problems.clear();
    return problems.filter((problem) => {
      if (!isApplicationField(problem.field)) return true;
      this.#problems.set(problem.field, problem);
      return false;
    });
  }

  /** Blocks saving: an edited field that is wrong, or that the service refused. */
  isWrong(field: ApplicationField): boolean {
    return (
      this.#unreadable.has(field) ||
      this.#problems.has(field) ||
      (this.isChanged(field) && this.#checks.get(field)?.level === 'error')
    );
  }

  readonly wrong = $derived(formFields.filter((field) => this.isWrong(field)));
  readonly changed = $derived(formFields.filter((field) => this.isChanged(field)));
  /** Something would be lost on leaving. */
  readonly dirty = $derived(this.changed.length > 0 || this.#unreadable.size > 0);
  readonly editing = $derived(this.open.size > 0);

  /** Edited here and meanwhile elsewhere. */
  readonly conflicts: Conflict[] = $derived(
    this.changed.flatMap((field) => {
      const edit = this.#edits.get(field);
      const read = this.read(field);
      if (!edit || edit.base === this.base(field)) return [];
      return [
        {
          field,
          theirs: told(field, this.base(field), read?.title),
          mine: told(field, edit.value, edit.title),
        },
      ];
    }),
  );

  keepMine(field: ApplicationField): void {
    const edit = this.#edits.get(field);
    if (edit) this.#edits.set(field, { ...edit, base: this.base(field) });
  }

  edits(): ApplicationFieldEdit[] {
    return this.changed.map((field) => ({ field, value: this.value(field), title: this.title(field) }));
  }

  // --- the whole -----------------------------------------------------------------------------------------------

  /** What was sent and is saved leaves the draft; sections without an edit close. */
  settle(saved: readonly ApplicationField[] | 'all'): void {
    for (const field of saved === 'all' ? formFields : saved) this.undo(field);
    this.#closeClean();
  }

  reset(): void {
    this.settle('all');
    this.open.clear();
  }

  #closeClean(): void {
    for (const section of sections) {
      const busy = fieldsOf[section].some((field) => this.isChanged(field) || this.#unreadable.has(field));
      if (!busy) this.open.delete(section);
    }
  }
}
