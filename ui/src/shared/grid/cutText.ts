// A cell whose text is cut off says it whole in its title, measured when the pointer comes to it: rows are many and
// come and go, so nothing is measured beforehand.

export function tellCut(event: Event): void {
  const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('.dg-c') : null;
  if (!cell || cell.querySelector('[title]')) return;
  const cut = [cell, ...cell.querySelectorAll('*')].some((part) => part.scrollWidth > part.clientWidth);
  const text = (cell.textContent ?? '').replace(/\s+/g, ' ').trim();
  if (cut && text) cell.title = text;
  else cell.removeAttribute('title');
}
