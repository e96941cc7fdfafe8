// Operations confirmed in this window, until a person has seen what became of them. They are carried out in Rust, whatever
// screen is open; here only their news are kept.
import { subscribe, type OperationView, type State } from '$host';

/** Nothing more happens to these by itself. */
const settled = new Set<State>([
  'accepted',
  'rejected',
  'not_sent',
  'cancelled',
  'closed_exists',
  'closed_absent',
]);

export const isSettled = ({ state }: Pick<OperationView, 'state'>) => settled.has(state);

class Followed {
  #list = $state.raw<OperationView[]>([]);
  /** The one whose panel is on the screen. */
  inPanel = $state<string | null>(null);
  #stop: (() => void) | null = null;

  get list(): OperationView[] {
    return this.#list;
  }

  of(id: string | null): OperationView | null {
    return this.#list.find((one) => one.id === id) ?? null;
  }

  follow(operation: OperationView): void {
    this.#stop ??= subscribe('operationChanged', (news) => this.#hear(news));
    this.#list = [operation, ...this.#list.filter((one) => one.id !== operation.id)];
  }

  /** An answer about one that is followed. */
  take(operation: OperationView): void {
    this.#hear(operation);
  }

  /** A person has seen its end. One that is not settled stays. */
  seen(id: string): void {
    this.#keep((one) => one.id !== id || !isSettled(one));
  }

  forget(): void {
    this.#keep(() => false);
  }

  #hear(news: OperationView): void {
    this.#list = this.#list.map((one) => (one.id === news.id ? news : one));
  }

  #keep(keeps: (one: OperationView) => boolean): void {
    this.#list = this.#list.filter(keeps);
    if (this.#list.length > 0) return;
    this.#stop?.();
    this.#stop = null;
  }
}

export const followed = new Followed();
