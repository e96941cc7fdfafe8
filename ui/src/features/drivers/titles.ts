// Titles of what the profile refers to. What the dictionary lacks is shown by its number, never left out.
import type { Balance, Reference } from '$host';
import { unknownId } from '$shared/register/dictionaries';

/** Null where there is nothing to refer to. */
export function titleOf(reference: Reference | null): string | null {
  if (!reference) return null;
  const { id, slug, title } = reference;
  return title || (id ? unknownId(id) : slug);
}

/** A text that may be the bare id of an entry which the dictionary lacks. */
export const listed = (text: string, unlisted: boolean) => (unlisted ? unknownId(text) : text);

/** What a balance is called: its integration, else its type. */
export const balanceName = (balance: Balance): string | null =>
  titleOf(balance.integration) ?? titleOf(balance.exchange) ?? titleOf(balance.type);
