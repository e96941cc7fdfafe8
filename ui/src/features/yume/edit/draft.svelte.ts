// A trigger while it is edited: the content that would be sent, and the fields in which a person types it. What is not shown
// for this kind stays as it came.
import type { FieldProblem, TriggerTarget, TriggerView, YumeTriggerContent } from '$host';
import { inUnits, secondsOf, textOfUnits, type Unit } from '../delay';
import { changeOf, knownKind, type Listed, type Member } from '../statuses';
import { blank, type Start } from './start';

export type Manner = 'text' | 'template' | 'both';

const isFilled = (text: string | null) => (text ?? '').trim() !== '';
const mannerOf = ({ template_id, text }: YumeTriggerContent): Manner =>
  !isFilled(template_id) ? 'text' : isFilled(text) ? 'both' : 'template';
const copyOf = (content: YumeTriggerContent): YumeTriggerContent => ({
  ...content,
  template_keys: [...content.template_keys],
  documents: [...content.documents],
});
/** An empty text and none are one, and the service cuts the blanks off both ends. */
const plain = (value: unknown) => {
  const text = typeof value === 'string' ? value.trim() : value;
  return JSON.stringify(text === '' ? null : text);
};
const isSameDelay = (one: string | null, other: string | null) => {
  const seconds = secondsOf(one ?? '');
  return seconds === null ? plain(one) === plain(other) : seconds === secondsOf(other ?? '');
};

/** The members that belong to one kind only. */
const ofKinds: readonly Member[] = [
  ...Object.values(changeOf).flatMap(({ from, to }) => [from, to]),
  'delivery_type',
  'delivery_status',
];

export class TriggerDraft {
  base = $state.raw<TriggerView | null>(null);
  content = $state<YumeTriggerContent>({ ...blank });
  manner = $state<Manner>('text');
  documents = $state('');
  amount = $state('');
  unit = $state<Unit>('minutes');
  problems = $state.raw<FieldProblem[]>([]);
  /** The number was typed last: it has to be one. */
  #typedAmount = $state(false);
  readonly #began: YumeTriggerContent;
  /** The next number of a kind, for a trigger that has none yet. */
  readonly #orderFor: (kind: Listed | null) => number | null;

  constructor(from: TriggerView | Start, orderFor: (kind: Listed | null) => number | null) {
    this.#orderFor = orderFor;
    this.base = 'print' in from ? from : null;
    this.#began = copyOf(from.content);
    this.#put(from.content);
  }

  #put(content: YumeTriggerContent): void {
    this.content = copyOf(content);
    this.manner = mannerOf(content);
    this.documents = content.documents.join(', ');
    this.problems = [];
    this.#showDelay();
  }

  #showDelay(): void {
    const seconds = secondsOf(this.content.timeout ?? '');
    const shown = seconds === null ? null : inUnits(seconds);
    this.amount = shown ? String(shown.amount) : '';
    if (shown) this.unit = shown.unit;
    this.#typedAmount = false;
  }

  readonly kind = $derived.by(() => knownKind(this.content.type));
  readonly target = $derived.by((): TriggerTarget | null =>
    this.base ? { id: this.base.id, print: this.base.print } : null,
  );
  readonly seconds = $derived.by(() => secondsOf(this.content.timeout ?? ''));
  readonly amountWrong = $derived.by(() => this.#typedAmount && textOfUnits(this.amount, this.unit) === null);
  readonly documentsWrong = $derived.by(() => this.#ids() === null);
  /** As it would be sent. */
  readonly sent = $derived.by((): YumeTriggerContent => this.#toContent());
  readonly changed = $derived.by((): Member[] => {
    const before = this.base?.content ?? this.#began;
    const members = Object.keys(this.sent) as Member[];
    const own = this.base ? members : members.filter((member) => member !== 'order');
    return own.filter((member) => plain(this.sent[member]) !== plain(before[member]));
  });
  readonly dirty = $derived.by(() => this.changed.length > 0 || this.amountWrong || this.documentsWrong);

  setKind(kind: Listed | null): void {
    this.content.type = kind as YumeTriggerContent['type'];
    this.right('type');
  }

  set(member: Member, value: Listed | null): void {
    Object.assign(this.content, { [member]: value });
    this.right(member);
  }

  setExact(text: string): void {
    this.content.timeout = text;
    this.#showDelay();
    this.right('timeout');
  }

  setAmount(amount: string): void {
    this.amount = amount;
    this.#typedAmount = true;
    this.#take();
  }

  setUnit(unit: Unit): void {
    this.unit = unit;
    if (this.amount.trim() !== '') this.#take();
  }

  #take(): void {
    const text = textOfUnits(this.amount, this.unit);
    if (text !== null) this.content.timeout = text;
    this.right('timeout');
  }

  #ids(): string[] | null {
    const ids = this.documents.split(/[\s,;]+/).filter(Boolean);
    return ids.every((id) => /^\d{1,18}$/.test(id)) ? ids : null;
  }

  #toContent(): YumeTriggerContent {
    const content = copyOf($state.snapshot(this.content) as YumeTriggerContent);
    const before = this.base?.content ?? null;
    content.documents = this.#ids() ?? content.documents;
    if (this.manner === 'text') [content.template_id, content.template_keys] = [null, []];
    // A text that is no more is sent as an empty one where there was one.
    if (this.manner === 'template')
      content.text = isFilled(before?.text ?? null) ? '' : (before?.text ?? null);
    if (plain(content.type) !== plain((before ?? this.#began).type)) this.#dropOthers(content);
    if (!this.base) content.order = this.#orderFor(content.type);
    return content;
  }

  /** Of another kind now: statuses of the former one mean nothing. */
  #dropOthers(content: YumeTriggerContent): void {
    const kind = knownKind(content.type);
    const own: readonly Member[] =
      kind === null
        ? []
        : kind === 'delivery'
          ? ['delivery_type', 'delivery_status']
          : [changeOf[kind].from, changeOf[kind].to];
    for (const member of ofKinds) if (!own.includes(member)) Object.assign(content, { [member]: null });
  }

  problemOf(field: Member): FieldProblem | undefined {
    return this.problems.find((one) => one.field === field);
  }

  /** The field is being edited: its complaint goes. */
  right(field: Member): void {
    if (this.problems.length) this.problems = this.problems.filter((one) => one.field !== field);
  }

  /** What is typed stands over another reading from now on. */
  rebase(trigger: TriggerView | null): void {
    this.base = trigger;
  }

  /** Everything typed gives way to the reading. */
  take(trigger: TriggerView): void {
    this.base = trigger;
    this.#put(trigger.content);
  }

  /** Does the service have it as it is typed? */
  isSaved(trigger: TriggerView): boolean {
    const { timeout, ...others } = this.sent;
    const members = Object.keys(others) as (keyof typeof others)[];
    return (
      isSameDelay(timeout, trigger.content.timeout) &&
      members.every((member) => plain(others[member]) === plain(trigger.content[member]))
    );
  }

  addKey(): void {
    this.content.template_keys.push('');
  }

  removeKey(at: number): void {
    this.content.template_keys.splice(at, 1);
    this.right('template_keys');
  }

  moveKey(at: number, by: 1 | -1): void {
    const keys = this.content.template_keys;
    const [moved] = keys.splice(at, 1);
    if (moved !== undefined) keys.splice(at + by, 0, moved);
  }
}
