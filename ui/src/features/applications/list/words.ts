// The filters of the list in words.
import type { ApplicationFilters } from './filters.svelte';

/** What the rows on the screen answer: what the service was asked for, and what narrows those that came. */
export const filterTexts = (filters: ApplicationFilters): string[] =>
  filters.describe().map(({ label, value }) => `${label}: ${value}`);
