import { afterEach, expect, it, vi } from 'vitest';
import { dispatchKey, installShortcuts, keyCaps, pushLayer } from './shortcuts';

const undo: (() => void)[] = [];
afterEach(() => undo.splice(0).forEach((one) => one()));
const layer = (...args: Parameters<typeof pushLayer>) => undo.push(pushLayer(...args));
const key = (code: string, init: KeyboardEventInit = {}) =>
  new KeyboardEvent('keydown', { code, cancelable: true, bubbles: true, ...init });

it('a shortcut works in the Russian layout, where the letter is another', () => {
  const run = vi.fn();
  layer({ bindings: [{ keys: 'Ctrl+K', run }] });
  expect(dispatchKey(key('KeyK', { ctrlKey: true, key: 'л' }))).toBe(true);
  expect(run).toHaveBeenCalledOnce();
});

it('a held key confirms once', () => {
  const run = vi.fn();
  layer({ bindings: [{ keys: 'Ctrl+Enter', run }] });
  dispatchKey(key('Enter', { ctrlKey: true }));
  expect(dispatchKey(key('Enter', { ctrlKey: true, repeat: true }))).toBe(true);
  expect(dispatchKey(key('NumpadEnter', { ctrlKey: true, repeat: true }))).toBe(true);
  expect(run).toHaveBeenCalledOnce();
});

it('a dialog keeps keys from the form behind it, help still opens', () => {
  const [save, help, close] = [vi.fn(), vi.fn(), vi.fn()];
  layer({
    bindings: [
      { keys: 'Ctrl+Enter', run: save },
      { keys: 'F1', run: help, always: true },
    ],
  });
  const pop = pushLayer({ modal: true, bindings: [{ keys: 'Escape', run: close }] });
  dispatchKey(key('Enter', { ctrlKey: true }));
  dispatchKey(key('F1'));
  dispatchKey(key('Escape'));
  expect([save, help, close].map((fn) => fn.mock.calls.length)).toEqual([0, 1, 1]);
  pop();
  dispatchKey(key('Enter', { ctrlKey: true }));
  expect(save).toHaveBeenCalledOnce();
});

it('a binding that declines lets the one below act', () => {
  const below = vi.fn();
  layer({ bindings: [{ keys: 'Escape', run: below }] });
  layer({ bindings: [{ keys: 'Escape', run: () => false }] });
  dispatchKey(key('Escape'));
  expect(below).toHaveBeenCalledOnce();
});

it('Del in a text field deletes a letter and not a row', () => {
  const run = vi.fn();
  layer({ bindings: [{ keys: 'Delete', run, outsideText: true }] });
  undo.push(installShortcuts());
  const input = document.body.appendChild(document.createElement('input'));
  input.dispatchEvent(key('Delete'));
  expect(run).not.toHaveBeenCalled();
  document.body.dispatchEvent(key('Delete'));
  expect(run).toHaveBeenCalledOnce();
});

it('caps read as on the keyboard', () => {
  expect(keyCaps('Ctrl+Shift+C')).toEqual(['Ctrl', 'Shift', 'C']);
  expect(keyCaps('Insert')).toEqual(['Ins']);
});
