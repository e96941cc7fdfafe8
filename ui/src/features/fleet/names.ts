// Names of the park's drivers at Yandex Fleet, as far as rows have told them: a saved view keeps only the id.
const names = new Map<string, string>();

/** A row names a driver that it knows nothing of by the id itself. */
export function rememberName(id: string | null, name: string): void {
  if (id !== null && name !== '' && name !== id) names.set(id, name);
}

export const nameOf = (id: string): string => names.get(id) ?? id;
