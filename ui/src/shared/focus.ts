// Where the focus may go inside an element, and moving an overlay out of clipping parents.

const focusable =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex="0"]';

export function focusableIn(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(focusable)].filter(
    (element) => element.tabIndex >= 0 && !element.closest('[hidden], [inert]'),
  );
}

/** Focuses what asks for it (data-autofocus), else the first control, else the element itself. */
export function focusInside(root: HTMLElement): void {
  (root.querySelector<HTMLElement>('[data-autofocus]') ?? focusableIn(root)[0] ?? root).focus();
}

/** Keeps Tab inside `root`; true when the key was used. */
export function keepTabInside(root: HTMLElement, event: KeyboardEvent): boolean {
  if (event.key !== 'Tab') return false;
  const stops = focusableIn(root);
  const [first, last] = [stops[0] ?? root, stops.at(-1) ?? root];
  const at = document.activeElement;
  const outside = !root.contains(at) || at === root;
  if (event.shiftKey ? at === first || outside : at === last || outside) {
    (event.shiftKey ? last : first).focus();
    event.preventDefault();
    return true;
  }
  return false;
}

/** Attachment: puts the element at the end of the page, so that no scrolling parent clips it. */
export function portal(element: HTMLElement): () => void {
  document.body.append(element);
  return () => element.remove();
}
