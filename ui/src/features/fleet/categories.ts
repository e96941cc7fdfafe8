// The park's categories of transactions as the filter shows them: group by group.
import { remember, forget, host, type FleetCategory } from '$host';
import { language } from '$shared/i18n/i18n.svelte';

const memory = (connection: string) => `${connection}/fleet/categories`;

export const categoriesOf = (connection: string): Promise<FleetCategory[]> =>
  remember(memory(connection), () => host.yandexListTransactionCategories(connection, false));

export function rereadCategories(connection: string): Promise<FleetCategory[]> {
  forget(memory(connection));
  return remember(memory(connection), () => host.yandexListTransactionCategories(connection, true));
}

export interface CategoryGroup {
  id: string;
  /** Empty for those without one. */
  title: string;
  categories: FleetCategory[];
}

/** Groups in the order of their titles, those without one last; in each the park's own come first. */
export function grouped(categories: readonly FleetCategory[]): CategoryGroup[] {
  const words = new Intl.Collator(language(), { numeric: true });
  const groups = new Map<string, CategoryGroup>();
  for (const category of categories) {
    const { group_id: id, group } = category;
    const known = groups.get(id) ?? { id, title: group || id, categories: [] };
    known.categories.push(category);
    groups.set(id, known);
  }
  for (const group of groups.values())
    group.categories.sort(
      (one, other) => Number(other.partner) - Number(one.partner) || words.compare(one.name, other.name),
    );
  return [...groups.values()].sort(
    (one, other) =>
      Number(one.title === '') - Number(other.title === '') || words.compare(one.title, other.title),
  );
}
