// Seconds until a moment, for countdowns. To be called while a component is made.

const STEP_MS = 250;

/** `left()` is null without a moment, and never below zero. */
export function secondsUntil(moment: () => string | number | null): () => number | null {
  let now = $state(Date.now());
  const until = $derived.by(() => {
    const told = moment();
    const at = typeof told === 'string' ? Date.parse(told) : told;
    return at === null || Number.isNaN(at) ? null : at;
  });
  $effect(() => {
    if (until === null) return;
    now = Date.now();
    const timer = setInterval(() => (now = Date.now()), STEP_MS);
    return () => clearInterval(timer);
  });
  return () => (until === null ? null : Math.max(0, (until - now) / 1000));
}
