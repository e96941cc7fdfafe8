// The document desk of one application: what the service has, the uploads, the tray. It outlives the screen, so that
// files in the tray wait while the user looks at another application. The screen opens it, which makes it listen.
import { host, subscribe, type ApplicationDesk, type GrantedFile, type UploadView } from '$host';
import { t } from '$shared/i18n/i18n.svelte';
import { countThere, otherEntries, slotChoices } from './slots';
import { failureText } from './texts';
import * as trays from './tray';
import type { Duplicate, TrayState } from './tray';

/** Where files are being looked into: a slot's code, or the tray. */
export const TRAY = '';

export interface Question {
  duplicates: Duplicate[];
  slot: string | null;
}

export class DocumentDesk {
  data = $state.raw<ApplicationDesk | null>(null);
  loading = $state(false);
  error = $state.raw<unknown>(null);
  uploads = $state.raw<UploadView[]>([]);
  tray = $state.raw<TrayState>(trays.emptyTray);
  checking = $state<string | null>(null);
  /** What choosing, dropping, sending or stopping stopped on. */
  problem = $state.raw<unknown>(null);
  sending = $state(false);
  question = $state.raw<Question | null>(null);
  /** For the live regions. */
  news = $state('');
  alarm = $state('');

  readonly choices = $derived(this.data ? slotChoices(this.data, this.uploads) : []);
  readonly there = $derived(this.data ? countThere(this.data, this.uploads) : 0);
  readonly others = $derived(this.data ? otherEntries(this.data, this.uploads) : []);
  readonly hasTray = $derived(
    this.tray.items.length > 0 || this.tray.refused.some((one) => one.slot === null),
  );

  #again = false;
  #told = new Map<string, UploadView>();

  constructor(
    readonly connection: string,
    readonly id: string,
  ) {}

  /** Reads everything anew and follows the uploads until the answer is called. */
  open(): () => void {
    const stop = subscribe('uploadChanged', (view) => {
      if (view.connection === this.connection && view.application_id === this.id) this.#take(view);
    });
    void this.load();
    void this.#readUploads();
    return stop;
  }

  /** One reading at a time; a wish during one makes another afterwards. */
  async load(): Promise<void> {
    if (this.loading) {
      this.#again = true;
      return;
    }
    this.loading = true;
    do {
      this.#again = false;
      try {
        this.data = await host.jumpGetApplication(this.connection, this.id);
        this.error = null;
      } catch (thrown) {
        this.error = thrown;
      }
    } while (this.#again);
    this.loading = false;
  }

  /** What an event told while the list was on its way is newer than the list. */
  async #readUploads(): Promise<void> {
    this.#told.clear();
    try {
      const read = await host.uploads(this.connection, this.id);
      const newer = [...this.#told.values()];
      const known = read.map((view) => this.#told.get(view.id) ?? view);
      this.uploads = [...known, ...newer.filter((view) => !read.some((one) => one.id === view.id))];
    } catch (thrown) {
      this.problem = thrown;
    }
  }

  #take(view: UploadView): void {
    const before = this.uploads.find((one) => one.id === view.id);
    this.#told.set(view.id, view);
    this.uploads = before
      ? this.uploads.map((one) => (one.id === view.id ? view : one))
      : [...this.uploads, view];
    if (before?.phase !== view.phase) this.#announce(view);
  }

  #announce(view: UploadView): void {
    const { name } = view;
    if (view.phase === 'done') {
      const verification = t(`applications.verification.${view.verification ?? 'unverifiable'}`);
      this.news = t('applications.news.done', { name, verification });
      void this.load();
    } else if (view.phase === 'failed')
      this.news = t('applications.news.failed', { name, reason: failureText(view.error).title });
    else if (view.phase === 'unknown') this.alarm = t('applications.news.unknown', { name });
  }

  choose(slot: string | null = null): Promise<void> {
    return this.#receive(() => host.chooseFiles(this.connection), slot);
  }

  takeDrop(slot: string | null): Promise<void> {
    return this.#receive(() => host.takeDroppedFiles(this.connection), slot);
  }

  /** One file for a slot is sent there; anything else waits in the tray for the user's word. */
  async #receive(ask: () => Promise<GrantedFile[]>, slot: string | null): Promise<void> {
    if (this.checking !== null) return;
    this.checking = slot ?? TRAY;
    this.problem = null;
    let files: GrantedFile[];
    try {
      files = await ask();
    } catch (thrown) {
      this.problem = thrown;
      return;
    } finally {
      this.checking = null;
    }
    const target = files.length === 1 ? slot : null;
    const refused = files.filter((file) => file.refused !== null);
    if (refused.length > 0) this.tray = trays.withRefused(this.tray, refused, target);
    const fit = files.filter((file) => file.refused === null);
    const { fresh, duplicates } = trays.partDuplicates(fit, this.tray, this.uploads);
    if (duplicates.length > 0) this.question = { duplicates, slot: target };
    await this.#place(fresh, target);
  }

  async #place(files: GrantedFile[], slot: string | null): Promise<void> {
    const [only] = files;
    if (slot !== null && only && files.length === 1) {
      this.tray = trays.withoutRefusalOf(this.tray, slot);
      if (!(await this.#send([{ file: only, slot }])))
        this.tray = trays.withFiles(this.tray, files, this.choices, slot);
    } else if (files.length > 0) this.tray = trays.withFiles(this.tray, files, this.choices);
  }

  async answerDuplicates(add: boolean): Promise<void> {
    const asked = this.question;
    this.question = null;
    if (!asked) return;
    const files = asked.duplicates.map((one) => one.file);
    if (add) await this.#place(files, asked.slot);
    else files.forEach(revoke);
  }

  async sendTray(): Promise<void> {
    const items = this.tray.items;
    if (this.sending || items.length === 0 || trays.unassigned(this.tray) > 0) return;
    if (await this.#send(items)) this.tray = trays.withoutSent(this.tray, items);
  }

  /** All of them or none enter the line. */
  async #send(items: trays.TrayItem[]): Promise<boolean> {
    this.sending = true;
    this.problem = null;
    try {
      const views = await host.jumpUploadApplicationFile(this.connection, this.id, trays.uploadItems(items));
      // An event may have told more about one of them already.
      for (const view of views) if (!this.uploads.some((one) => one.id === view.id)) this.#take(view);
      return true;
    } catch (thrown) {
      this.problem = thrown;
      return false;
    } finally {
      this.sending = false;
    }
  }

  assign(index: number, slot: string): void {
    this.tray = trays.assigned(this.tray, index, slot);
  }

  select(index: number): void {
    if (index !== this.tray.selected) this.tray = { ...this.tray, selected: index };
  }

  remove(index: number): void {
    const item = this.tray.items[index];
    this.tray = trays.withoutItem(this.tray, index);
    if (item) revoke(item.file);
  }

  dropRefused(index: number): void {
    const one = this.tray.refused[index];
    this.tray = trays.withoutRefused(this.tray, index);
    if (one) revoke(one.file);
  }

  clearTray(): void {
    const { items, refused } = this.tray;
    const kept = refused.filter((one) => one.slot !== null);
    [...items, ...refused.filter((one) => one.slot === null)].forEach((one) => revoke(one.file));
    this.tray = { ...trays.emptyTray, refused: kept };
  }

  stop = (upload: UploadView) => this.#change(() => host.cancelUpload(upload.id));
  retry = (upload: UploadView) => this.#change(() => host.retryUpload(upload.id));

  /** The answer tells the state too; an event that came before it is as new. */
  async #change(act: () => Promise<UploadView>): Promise<void> {
    this.problem = null;
    try {
      const view = await act();
      const known = this.uploads.find((one) => one.id === view.id);
      if (!known || known.phase !== 'done') this.#take(view);
    } catch (thrown) {
      this.problem = thrown;
    }
  }

  async dismiss(upload: UploadView): Promise<void> {
    this.problem = null;
    try {
      await host.dismissUpload(upload.id);
      this.uploads = this.uploads.filter((one) => one.id !== upload.id);
    } catch (thrown) {
      this.problem = thrown;
    }
  }
}

/** A token that stays granted does no harm: Rust forgets the oldest. */
function revoke(file: GrantedFile): void {
  host.revokeFile(file.token).catch(() => undefined);
}

const MOST_KEPT = 20;
const desks = new Map<string, DocumentDesk>();

/** The desk of an application, as it was left. Of the idle ones only the last few are kept. */
export function deskOf(connection: string, id: string): DocumentDesk {
  const key = `${connection}/${id}`;
  const desk = desks.get(key) ?? new DocumentDesk(connection, id);
  desks.delete(key);
  desks.set(key, desk);
  for (const [other, idle] of desks) {
    if (desks.size <= MOST_KEPT) break;
    if (idle !== desk && !idle.hasTray) desks.delete(other);
  }
  return desk;
}

/** For tests. */
export function forgetDesks(): void {
  desks.clear();
}
