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

it('a range that shrinks gives back what it had taken and nothing else', () => {
  const selection = new RowSelection();
  selection.set('2', true);
  selection.setRange(['1', '2', '3', '4']);
  selection.setRange(['1', '2']);
  expect(selection.toArgument().ids.sort()).toEqual(['1', '2']);
  selection.setRange(['1']);
  expect([selection.count(9), selection.has('2')]).toEqual([2, true]);
  selection.toggle('2');
  expect(selection.toArgument().ids).toEqual(['1']);
});

it('a range over all rows is told as all and can shrink again', () => {
  const selection = new RowSelection();
  selection.setRange('all');
  expect([selection.count(1_000_000), selection.isWhole]).toEqual([1_000_000, true]);
  selection.setRange(['7']);
  expect(selection.toArgument()).toEqual({ all: false, except: [], ids: ['7'] });
  selection.setRange('all');
  selection.endRange();
  selection.toggle('7');
  expect(selection.toArgument()).toEqual({ all: true, except: ['7'], ids: [] });
});

it('a range over rows that were left out takes them back', () => {
  const selection = new RowSelection();
  selection.selectAll();
  selection.setMany(['1', '2'], false);
  selection.setRange(['2', '3']);
  expect(selection.count(10)).toBe(9);
  expect(selection.toArgument().except).toEqual(['1']);
});
