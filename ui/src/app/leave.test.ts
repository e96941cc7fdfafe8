import { expect, it, vi } from 'vitest';
import { useDouble } from '$host/double';
import { guardUnsaved } from './leave.svelte';

it('the window is never left with an older word about unsaved input than the last', async () => {
  let known = false;
  const slow: (() => void)[] = [];
  const double = useDouble({
    unsavedWork: (unsaved) =>
      new Promise((done) => {
        slow.push(() => {
          known = unsaved;
          done(null);
        });
      }),
  });
  const drop = guardUnsaved();
  drop();
  const dropAgain = guardUnsaved();
  // The words answer in the worst order that the page lets them: of those under way the newest first.
  await vi.waitFor(() => {
    slow.pop()?.();
    expect(double.calls('unsavedWork')).toHaveLength(3);
  });
  slow.pop()?.();
  expect(known).toBe(true);
  dropAgain();
  await vi.waitFor(() => {
    slow.pop()?.();
    expect(known).toBe(false);
  });
  double.restore();
});
