// Theme, language and time zone: applied here, kept by Rust. `keepPreferences` is set at start; a failed write is told
// and the choice still holds for this run.
import { describeError } from '$shared/errors';
import { setParkZone } from '$shared/format';
import { language, setLanguage, type Language } from '$shared/i18n/i18n.svelte';
import { toast } from '$shared/toasts.svelte';
import { setTheme, theme, type Theme } from './theme.svelte';

export interface UiChoice {
  theme: Theme;
  language: Language;
  zone: string;
}

let zone = $state('Europe/Moscow');
let keep: (choice: UiChoice) => Promise<unknown> = () => Promise.resolve();

export const preferences = (): UiChoice => ({ theme: theme(), language: language(), zone });

/** Takes what Rust had kept. */
export function applyPreferences(choice: UiChoice): void {
  setTheme(choice.theme);
  setLanguage(choice.language);
  if (setParkZone(choice.zone)) zone = choice.zone;
}

export function keepPreferences(save: (choice: UiChoice) => Promise<unknown>): void {
  keep = save;
}

/** The user's choice: in effect at once, then written down. */
export function choosePreference(change: Partial<UiChoice>): void {
  applyPreferences({ ...preferences(), ...change });
  keep(preferences()).catch((thrown: unknown) => {
    const said = describeError(thrown);
    toast({ title: said.title, text: said.text, tone: 'warn' });
  });
}
