// What the service says of a withdrawal while it is typed: asked a little after the last key, the newest answer only.
import { asFailure, host, type DeskFailure, type PreviewAsk, type PreviewView } from '$host';

const PAUSE_MS = 400;

export class LivePreview {
  readonly #park: string;
  /** The figures shown; `asking` says that they belong to what was typed before. */
  view = $state.raw<PreviewView | null>(null);
  failure = $state.raw<DeskFailure | null>(null);
  asking = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts what is asked: an answer to something else is dropped. */
  #asked = 0;

  constructor(park: string) {
    this.#park = park;
  }

  /** Null when there is nothing to ask about yet. */
  ask(what: PreviewAsk | null): void {
    clearTimeout(this.#timer);
    const mine = ++this.#asked;
    this.failure = null;
    this.asking = what !== null;
    if (what === null) this.view = null;
    else this.#timer = setTimeout(() => void this.#call(what, mine), PAUSE_MS);
  }

  stop(): void {
    this.ask(null);
  }

  async #call(what: PreviewAsk, mine: number): Promise<void> {
    let view: PreviewView | null = null;
    let failure: DeskFailure | null = null;
    try {
      view = await host.jumpPreviewWithdraw(this.#park, what);
    } catch (thrown) {
      failure = asFailure(thrown);
    }
    if (mine !== this.#asked) return;
    this.view = view;
    this.failure = failure;
    this.asking = false;
  }
}
