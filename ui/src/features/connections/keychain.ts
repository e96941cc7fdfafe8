// The system's place for keys: what it is called here, and whether it can be used right now.
import { host, type DeskErrorCode, type KeychainState } from '$host';
import { session } from '$app/session.svelte';

export type SystemName = 'windows' | 'macos' | 'linux';

/** From Rust's `linux x86_64`; what is neither Windows nor macOS names its keyring as Linux does. */
export function systemName(system: string | undefined): SystemName {
  if (system?.startsWith('windows')) return 'windows';
  if (system?.startsWith('macos')) return 'macos';
  return 'linux';
}

export const thisSystem = () => systemName(session.startup?.system);
export const keychainState = (): KeychainState => session.startup?.keychain ?? 'ready';

function told(keychain: KeychainState): void {
  if (session.startup) session.startup = { ...session.startup, keychain };
}

/** Looks again, e.g. after it was unlocked; every screen sees the new state. */
export async function retryKeychain(): Promise<KeychainState> {
  const state = await host.retryKeychain();
  told(state);
  return state;
}

const states: Partial<Record<DeskErrorCode, KeychainState>> = {
  keychain_missing: 'missing',
  keychain_locked: 'locked',
  keychain_failed: 'failed',
};

/** True when the failure was the keychain's: the notice then says what to do. */
export function noteKeychainFailure(code: DeskErrorCode): boolean {
  const state = states[code];
  if (state) told(state);
  return state !== undefined;
}
