// Libraries make number formats of the browser's language as soon as they are loaded. Under a POSIX locale WebKit calls
// it `C`, which is no language, and their loading fails.
import { language } from '$shared/i18n/i18n.svelte';

/** Lets the browser have a language that formats can be made of; the program's own when it has none. */
export function mendLanguage(): void {
  try {
    new Intl.NumberFormat(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: language(), configurable: true });
  }
}
