/** Enter in a field runs what its form is for; a held key does so once, and nobody else hears of it. */
export const onEnter = (run: () => void) => (event: KeyboardEvent) => {
  const enter = event.code === 'Enter' || event.code === 'NumpadEnter';
  if (!enter || event.ctrlKey) return;
  event.preventDefault();
  event.stopPropagation();
  if (!event.repeat) run();
};
