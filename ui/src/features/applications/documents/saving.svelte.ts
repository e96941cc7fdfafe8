// Files of the application on their way to the user's folder. Writing changes nothing in the service, so that it works
// in a read-only park too. What was not written stays said until the user has seen it.
import { host, type SavedFiles } from '$host';
import { t } from '$shared/i18n/i18n.svelte';
import { toast } from '$shared/toasts.svelte';

export class FileSaving {
  busy = $state(false);
  /** The last saving of which something failed. */
  partly = $state.raw<SavedFiles | null>(null);
  problem = $state.raw<unknown>(null);

  constructor(
    readonly connection: string,
    readonly application: string,
  ) {}

  /** One system dialog at a time; closing it changes nothing. */
  async save(ids: string[]): Promise<void> {
    if (this.busy || ids.length === 0) return;
    this.busy = true;
    this.clear();
    try {
      const saved = await host.saveApplicationFiles(
        this.connection,
        this.application,
        ids,
        t('applicationViewer.saveWhere'),
      );
      if (saved) this.#tell(saved);
    } catch (thrown) {
      this.problem = thrown;
    } finally {
      this.busy = false;
    }
  }

  #tell(saved: SavedFiles): void {
    const { folder, files, failed } = saved;
    if (failed.length > 0) this.partly = saved;
    if (files.length === 0) return;
    const one = files.length === 1 ? files[0] : undefined;
    toast({
      ...(one ? { title: one } : {}),
      text: one
        ? t('applicationViewer.saved.one', { folder })
        : t('applicationViewer.saved', { n: files.length, folder }),
      icon: 'okCircle',
      tone: 'ok',
    });
  }

  clear(): void {
    this.partly = null;
    this.problem = null;
  }
}
