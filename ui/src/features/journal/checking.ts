// Looking up every unknown operation of a park: asked for by the strip and by F5, once at a time.
import { host } from '$host';

const under = new Map<string, Promise<number>>();

/** How many were looked up. */
export function checkUnknown(connection: string): Promise<number> {
  const running = under.get(connection);
  if (running) return running;
  const asked = host.checkUnknownOperations(connection).finally(() => under.delete(connection));
  under.set(connection, asked);
  return asked;
}
