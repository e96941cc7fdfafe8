// The document desk of one application: what the service has, the uploads, the tray. It outlives the screen, so that
// files in the tray wait while the user looks at another application. The screen opens it, which makes it listen.
import { host, subscribe, type ApplicationDesk, type GrantedFile, type UploadView } from '$host';
import { t } from '$shared/i18n/i18n.svelte';
import { FileSaving } from './saving.svelte';
import { countThere, otherEntries, slotChoices } from './slots';
import { failureText } from '../texts';
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
  /** Slots (or the tray) whose files are being looked into. */
  checking = $state.raw<string[]>([]);
  /** What choosing, dropping, sending or stopping stopped on. */
  problem = $state.raw<unknown>(null);
  sending = $state(false);
  question = $state.raw<Question | null>(null);
  /** The file in the viewer, by id. */
  viewing = $state<string | null>(null);
  readonly saving: FileSaving;
  /** For the live regions. */
  news = $state('');
  alarm = $state('');

  // Getters, not $derived: those would die with the screen that first made this object.
  get choices() {
    return this.data ? slotChoices(this.data, this.uploads) : [];
  }
  get there() {
    return this.data ? countThere(this.data, this.uploads) : 0;
  }
  get others() {
    return this.data ? otherEntries(this.data, this.uploads) : [];
  }
  get hasTray() {
    return this.tray.items.length > 0 || this.tray.refused.some((one) => one.slot === null);
  }

  #again = false;
  #choosing = false;
  /** The last event of each upload. */
  #told: Record<string, UploadView> = {};

  constructor(
    readonly connection: string,
    readonly id: string,
  ) {
    this.saving = new FileSaving(connection, id);
  }

  /** Reads everything anew and follows the uploads until the answer is called. */
  open(): () => void {
    const stop = subscribe('uploadChanged', (view) => {
      if (view.connection === this.connection && view.application_id === this.id) this.#take(view);
    });
    this.news = '';
    this.alarm = '';
    this.viewing = null;
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
    if (!this.data) this.error = null;
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
    this.#told = {};
    try {
      const read = await host.uploads(this.connection, this.id);
      const newer = Object.values(this.#told);
      const known = read.map((view) => this.#told[view.id] ?? view);
      this.uploads = [...known, ...newer.filter((view) => !read.some((one) => one.id === view.id))];
    } catch (thrown) {
      this.problem = thrown;
    }
  }

  #take(view: UploadView): void {
    const before = this.uploads.find((one) => one.id === view.id);
    this.#told[view.id] = view;
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

  /** One system dialog at a time. */
  async choose(slot: string | null = null): Promise<void> {
    if (this.#choosing) return;
    this.#choosing = true;
    await this.#receive(() => host.chooseFiles(this.connection), slot);
    this.#choosing = false;
  }

  takeDrop(slot: string | null): Promise<void> {
    return this.#receive(() => host.takeDroppedFiles(this.connection), slot);
  }

  /** One file for a slot is sent there; anything else waits in the tray for the user's word. */
  async #receive(ask: () => Promise<GrantedFile[]>, slot: string | null): Promise<void> {
    const place = slot ?? TRAY;
    this.checking = [...this.checking, place];
    this.problem = null;
    let files: GrantedFile[];
    try {
      files = await ask();
    } catch (thrown) {
      this.problem = thrown;
      return;
    } finally {
      const at = this.checking.indexOf(place);
      this.checking = this.checking.filter((_, index) => index !== at);
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

  view(fileId: string): void {
    this.viewing = fileId;
  }

  stop = (upload: UploadView) => this.#change(upload.id, () => host.cancelUpload(upload.id));
  retry = (upload: UploadView) => this.#change(upload.id, () => host.retryUpload(upload.id));

  /** The answer tells the state too, unless an event came before it: that is newer. */
  async #change(id: string, act: () => Promise<UploadView>): Promise<void> {
    this.problem = null;
    const before = this.#told[id];
    try {
      const view = await act();
      if (this.#told[id] === before) this.#take(view);
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
/** The last used at the end. */
let desks: DocumentDesk[] = [];

/** The desk of an application, as it was left. Of the idle ones only the last few are kept. */
export function deskOf(connection: string, id: string): DocumentDesk {
  const known = desks.find((desk) => desk.connection === connection && desk.id === id);
  const desk = known ?? new DocumentDesk(connection, id);
  const others = desks.filter((one) => one !== desk);
  const idle = others.filter((one) => !one.hasTray);
  const surplus = idle.slice(0, Math.max(0, idle.length - MOST_KEPT));
  desks = [...others.filter((one) => !surplus.includes(one)), desk];
  return desk;
}

/** For tests. */
export function forgetDesks(): void {
  desks = [];
}
