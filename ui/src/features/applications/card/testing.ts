// What the card's tests share: opening it, typing, pressing.
import type { ApplicationDesk, Host } from '$host';
import type { Double } from '$host/double';
import { answers, application, at, deskWith, open, settle } from '../testing';
import { cardOf } from './samples';

export const desk = (change: Partial<ApplicationDesk> = {}): ApplicationDesk => ({
  ...deskWith(),
  ...change,
});
export const inCity = (city: string) =>
  desk(cardOf(application({ person_info: { ...application().person_info!, city } })));

/** Opens the application of a host with this desk, or with these desks one after another. */
export async function openCard(own: Partial<Host>, ...desks: ApplicationDesk[]) {
  const left = desks.length > 0 ? desks : [desk()];
  const double: Double = answers({
    jumpGetApplication: async () => (left.length > 1 ? left.shift()! : left[0]!),
    ...own,
  });
  await open();
  return { double, left };
}

export const inputAt = (testid: string) => at(testid) as HTMLInputElement;

export const enabled = (testid: string) => {
  const button = at(testid) as HTMLButtonElement;
  return !button.disabled && button.getAttribute('aria-disabled') !== 'true';
};

/** Types without leaving the field. */
export async function type(testid: string, text: string): Promise<void> {
  const input = inputAt(testid);
  input.focus();
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
}

export async function fill(testid: string, text: string): Promise<void> {
  await type(testid, text);
  inputAt(testid).blur();
  await settle();
}

export async function choose(testid: string, value: string): Promise<void> {
  const select = at(testid) as HTMLSelectElement;
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
}
