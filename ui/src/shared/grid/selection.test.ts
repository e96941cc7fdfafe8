import { expect, it } from 'vitest';
import { RowSelection } from './selection.svelte';

it('select-all means the whole filter, also rows never loaded, less the ones taken out', () => {
  const selection = new RowSelection();
  selection.selectAll();
  selection.toggle('7');
  expect(selection.count(1284)).toBe(1283);
  expect(selection.has('never loaded')).toBe(true);
  expect(selection.has('7')).toBe(false);
  expect(selection.toArgument()).toEqual({ all: true, except: ['7'], ids: [] });
  expect(selection.state(1284)).toBe('some');
});

it('single rows are sent as exactly those ids', () => {
  const selection = new RowSelection();
  selection.setMany(['1', '2', '3'], true);
  selection.set('2', false);
  expect(selection.toArgument()).toEqual({ all: false, except: [], ids: ['1', '3'] });
  selection.clear();
  expect([selection.isEmpty, selection.state(10)]).toEqual([true, 'none']);
});
