// Marks of the navigation at the opening of a park: what waits is told before its screen was ever visited.
import { sectionMarks } from './feature';
import type { RouteName } from './router.svelte';
import { session, type SectionCount } from './session.svelte';

/** Puts a mark, or takes it away, unless another park was opened meanwhile. */
export function putMark(connection: string, section: RouteName, mark: SectionCount | null): void {
  if (session.currentId !== connection) return;
  const { [section]: _, ...others } = session.counts;
  session.counts = mark ? { ...others, [section]: mark } : others;
}

/** Reads every feature's mark. A mark that does not come is not missed: the screen itself will say what is wrong. */
export function readMarks(connection: string): void {
  for (const { section, read } of sectionMarks())
    read(connection).then(
      (mark) => putMark(connection, section, mark),
      () => undefined,
    );
}
