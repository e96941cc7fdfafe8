import { expect, test } from 'vitest';
import { tellCut } from './cutText';

function cell(text: string, wide: number): HTMLElement {
  const made = document.createElement('div');
  made.className = 'dg-c';
  made.textContent = text;
  Object.defineProperty(made, 'scrollWidth', { value: wide, configurable: true });
  Object.defineProperty(made, 'clientWidth', { value: 100 });
  made.addEventListener('pointerover', tellCut);
  return made;
}
const point = (at: HTMLElement) => at.dispatchEvent(new Event('pointerover', { bubbles: true }));

test('a text that is cut off can be read whole', () => {
  const cut = cell('Система быстрых\n платежей', 140);
  point(cut);
  expect(cut.title).toBe('Система быстрых платежей');
});

test('a row that took the place of a longer one does not keep its title', () => {
  const reused = cell('Система быстрых платежей', 140);
  point(reused);
  reused.textContent = 'МИР';
  Object.defineProperty(reused, 'scrollWidth', { value: 100 });
  point(reused);
  expect(reused.hasAttribute('title')).toBe(false);
});

test('a cell with a title of its own keeps it', () => {
  const own = cell('', 140);
  own.innerHTML = '<span title="во весь размер">кратко</span>';
  point(own);
  expect(own.hasAttribute('title')).toBe(false);
});
