// Keys by physical place (event.code), so that they work in every keyboard layout.
// Layers stand on each other: the top one is asked first, a modal one stops the rest except `always` bindings.
//
//   $effect(() => pushLayer({ bindings: [{ keys: 'Ctrl+Enter', run: save }, { keys: 'F8', run: nextError }] }));

export interface Binding {
  /** Modifiers in the order Ctrl+Alt+Shift, then event.code without `Key`/`Digit`: `Ctrl+K`, `Shift+F4`, `Alt+1`. */
  keys: string;
  /** Return false to let the key go on to lower layers and the browser. */
  run: (event: KeyboardEvent) => unknown;
  /** A held key is ignored unless asked for. Never set it on what sends money. */
  repeat?: boolean;
  /** Works through modal layers: help, for example. */
  always?: boolean;
  /** Skip while a text field has the focus: Del, Ins, Space. */
  outsideText?: boolean;
}

export interface Layer {
  bindings: Binding[];
  modal?: boolean;
}

const layers: Layer[] = [];

/** Puts a layer on top; the answer takes it away again, wherever it stands by then. */
export function pushLayer(layer: Layer): () => void {
  layers.push(layer);
  return () => {
    const index = layers.indexOf(layer);
    if (index >= 0) layers.splice(index, 1);
  };
}

const isMac = /Mac/.test(globalThis.navigator?.platform ?? '');

/** The written form of a key press: `Ctrl+Shift+C`. NumpadEnter reads as Enter. */
export function keysOf(event: KeyboardEvent): string {
  const code = event.code.replace(/^(Key|Digit)/, '').replace(/^NumpadEnter$/, 'Enter');
  const ctrl = event.ctrlKey || (isMac && event.metaKey);
  return `${ctrl ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${event.shiftKey ? 'Shift+' : ''}${code}`;
}

export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement && !/^(checkbox|radio|button|submit|range|file)$/.test(target.type)
  );
}

function find(keys: string, target: EventTarget | null): Binding[] {
  const found: Binding[] = [];
  let below = false;
  for (const layer of [...layers].reverse()) {
    for (const binding of layer.bindings) {
      const reachable = !below || binding.always;
      if (binding.keys === keys && reachable && !(binding.outsideText && isTextField(target)))
        found.push(binding);
    }
    below ||= layer.modal === true;
  }
  return found;
}

/** Runs the first binding that takes the key; true when one did. A repeat that nobody asked for is swallowed. */
export function dispatchKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  for (const binding of find(keysOf(event), event.target)) {
    if (event.repeat && !binding.repeat) {
      event.preventDefault();
      return true;
    }
    if (binding.run(event) !== false) {
      event.preventDefault();
      return true;
    }
  }
  return false;
}

/** One listener for the window; the answer removes it. */
export function installShortcuts(target: Window = window): () => void {
  const listener = (event: KeyboardEvent) => void dispatchKey(event);
  target.addEventListener('keydown', listener);
  return () => target.removeEventListener('keydown', listener);
}

/** What stands on the key caps: `Ctrl+Insert` is `['Ctrl', 'Ins']`. `aria-keyshortcuts` takes `ariaKeys`. */
export function keyCaps(keys: string): string[] {
  const caps: Record<string, string> = {
    Insert: 'Ins',
    Delete: 'Del',
    Escape: 'Esc',
    ArrowUp: '\u2191',
    ArrowDown: '\u2193',
    ArrowLeft: '\u2190',
    ArrowRight: '\u2192',
    PageUp: 'PgUp',
    PageDown: 'PgDn',
    Equal: '+',
    Minus: '\u2212',
  };
  return keys.split('+').map((key) => caps[key] ?? key);
}

export const ariaKeys = (keys: string) => keys.replace('Ctrl', 'Control');
