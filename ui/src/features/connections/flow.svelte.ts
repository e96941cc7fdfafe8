// Connecting a park, step by step: typed in, key stored, checked, begun. The typed key is emptied as soon as the host
// has it. The shell hears of the new park only when work begins (or the screen is left), because a change of the
// current park would begin this screen anew.
import { asFailure, host, type ConnectionView, type ParkColor } from '$host';
import { session } from '$app/session.svelte';
import { refreshParks } from '$app/start';
import { describeError, fieldText, type DescribedError } from '$shared/errors';
import { t } from '$shared/i18n/i18n.svelte';
import { toast } from '$shared/toasts.svelte';
import { ConnectionCheck } from './check.svelte';
import { freeColor } from './colors';
import { keychainState, noteKeychainFailure } from './keychain';

type FieldName = 'name' | 'key' | 'base_address';

export class ConnectFlow {
  name = $state('');
  key = $state('');
  color = $state<ParkColor>(freeColor(session.parks.map((park) => park.mark)));
  base = $state(session.startup?.default_base_address ?? '');
  thisRun = $state(false);
  advanced = $state(false);

  busy = $state(false);
  /** The park as Rust keeps it, once its key is stored. */
  added = $state.raw<ConnectionView | null>(null);
  wrong = $state<Partial<Record<FieldName, string>>>({});
  failure = $state.raw<DescribedError | null>(null);
  readonly check = new ConnectionCheck();
  private begun = false;

  readonly refused = $derived(this.added !== null && this.check.verdict === 'refused');
  /** A key has to be typed: a new park, or the key of the new park was refused. */
  readonly wantsKey = $derived(this.added === null || this.refused);
  /** Nobody was there, or not Jump: the address may have to be another. */
  readonly nowhere = $derived(
    this.added !== null && ['offline', 'elsewhere'].includes(this.check.verdict) && !this.check.running,
  );
  readonly noKeychain = $derived(keychainState() !== 'ready');
  readonly dirty = $derived(this.key !== '' || (this.added === null && this.name.trim() !== ''));

  /** Why the button does nothing yet; null when it works. */
  readonly reason = $derived.by(() => {
    if (this.added !== null && this.key === '') return t('connections.reason.key');
    if (this.key === '' || this.name.trim() === '') return t('connections.reason.name');
    return this.noKeychain && !this.thisRun ? t('connections.reason.keychain') : null;
  });

  async submit(): Promise<void> {
    if (this.busy || this.reason !== null) return;
    this.busy = true;
    this.wrong = {};
    this.failure = null;
    const keep = this.noKeychain ? 'this_run' : 'keychain';
    try {
      if (this.added) this.added = await host.replaceKey(this.added.id, this.key, keep);
      else
        this.added = await host.addConnection({
          name: this.name.trim(),
          color: this.color,
          key: this.key,
          base_address: this.base.trim(),
          keep,
        });
      this.key = '';
      this.name = this.added.name;
    } catch (thrown) {
      this.tell(thrown);
      return;
    } finally {
      this.busy = false;
    }
    await this.recheck();
  }

  private tell(thrown: unknown): void {
    const failure = asFailure(thrown);
    for (const problem of failure.fields) {
      if (problem.field === 'base_address') {
        this.wrong.base_address = t('connections.base.wrong');
        this.advanced = true;
      } else if (problem.field === 'name' || problem.field === 'key')
        this.wrong[problem.field] = fieldText(problem);
    }
    const shown = noteKeychainFailure(failure.code) || Object.keys(this.wrong).length > 0;
    this.failure = shown ? null : describeError(thrown);
  }

  async recheck(): Promise<void> {
    if (this.added && !this.check.running) await this.check.run(this.added.id);
  }

  /** The new park becomes the current one. */
  async begin(): Promise<boolean> {
    if (!this.added) return false;
    this.begun = true;
    await refreshParks(this.added.id);
    return true;
  }

  /** Takes the park away again with its key; what was typed besides the key stays. */
  async discard(): Promise<void> {
    if (!this.added || this.busy) return;
    this.busy = true;
    try {
      await host.removeConnection(this.added.id);
      // Rust chose another current park; the one on the screen stays the current one.
      if (session.currentId !== null) await host.selectConnection(session.currentId);
      if (this.nowhere) this.advanced = true;
      this.added = null;
      this.key = '';
      this.check.forget();
    } catch (thrown) {
      this.failure = describeError(thrown);
    } finally {
      this.busy = false;
    }
  }

  /** The screen goes away: a park that was added and not begun is shown to the shell now. */
  leave(): void {
    this.check.forget();
    this.key = '';
    if (!this.added || this.begun) return;
    refreshParks(this.added.id).catch((thrown: unknown) => {
      const said = describeError(thrown);
      toast({ title: said.title, text: said.text, tone: 'warn' });
    });
  }
}
