// A small memory for answers that several screens ask for and that rarely change: dictionaries, settings.
// Keys begin with the connection's id, so that a switch of the park forgets its answers by prefix.

const answers = new Map<string, Promise<unknown>>();

/** The remembered answer, or `load`'s, remembered. A failed load is not remembered. */
export function remember<T>(key: string, load: () => Promise<T>): Promise<T> {
  const known = answers.get(key) as Promise<T> | undefined;
  if (known) return known;
  const asked = load();
  answers.set(key, asked);
  asked.catch(() => {
    if (answers.get(key) === asked) answers.delete(key);
  });
  return asked;
}

/** Forgets what begins with `prefix`; everything without it. */
export function forget(prefix = ''): void {
  for (const key of answers.keys()) if (key.startsWith(prefix)) answers.delete(key);
}
