// Light, dark, or as the system says. The choice is kept by Rust's preferences (start.ts); here it only takes effect.
export type Theme = 'system' | 'light' | 'dark';

let chosen = $state<Theme>('system');
const system = globalThis.matchMedia?.('(prefers-color-scheme: dark)');

function apply(): void {
  const dark = chosen === 'dark' || (chosen === 'system' && system?.matches === true);
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}

export const theme = () => chosen;

export function setTheme(next: Theme): void {
  chosen = next;
  apply();
}

/** Sets the page's theme and follows the system's; the answer stops following. */
export function followSystemTheme(): () => void {
  apply();
  system?.addEventListener('change', apply);
  return () => system?.removeEventListener('change', apply);
}
