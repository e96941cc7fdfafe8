// The file in the viewer: fetched whole, kept for a moment so that going back and forth asks the service once.
import { host, type FileView } from '$host';
import { Look, Pages } from './look.svelte';

/** Why a file that came cannot be seen. */
export type Obstacle = 'broken' | 'encrypted' | 'unknownKind' | 'noReader';

const MOST_KEPT = 3;

export class OpenedFile {
  view = $state.raw<FileView | null>(null);
  error = $state.raw<unknown>(null);
  obstacle = $state<Obstacle | null>(null);
  /** The first of it stands on the screen. */
  drawn = $state(false);
  readonly look = new Look();
  readonly pages = new Pages();
  #asked = '';
  #kept: [string, FileView][] = [];

  constructor(
    readonly connection: string,
    readonly application: string,
  ) {}

  get state(): 'loading' | 'shown' | 'failed' {
    if (this.error || this.obstacle) return 'failed';
    return this.drawn ? 'shown' : 'loading';
  }

  async open(id: string): Promise<void> {
    this.#asked = id;
    this.view = null;
    this.error = null;
    this.obstacle = null;
    this.drawn = false;
    this.look.reset();
    this.pages.clear();
    try {
      const view = await this.#fetch(id);
      if (this.#asked === id) this.#take(view);
    } catch (thrown) {
      if (this.#asked === id) this.error = thrown;
    }
  }

  async #fetch(id: string): Promise<FileView> {
    const known = this.#kept.find(([kept]) => kept === id);
    if (known) return known[1];
    const view = await host.viewApplicationFile(this.connection, this.application, id);
    this.#kept = [...this.#kept, [id, view] as [string, FileView]].slice(-MOST_KEPT);
    return view;
  }

  #take(view: FileView): void {
    this.view = view;
    if (view.url || view.pdf) return;
    this.obstacle = view.kind === 'other' ? 'unknownKind' : 'broken';
  }
}
