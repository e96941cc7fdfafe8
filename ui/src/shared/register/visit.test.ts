import { afterEach, beforeEach, expect, it } from 'vitest';
import { useDouble, type Double } from '$host/double';
import type { RegisterFilters } from './filters.svelte';
import type { RegisterKind } from './source';
import { LastVisit } from './visit';

const noFilters = () => ({}) as RegisterFilters<RegisterKind>;
const left = { handle: 'r1', asked: '', order: { column: 'id', descending: false }, narrowing: '' };
let double: Double;
beforeEach(() => (double = useDouble({ closeRegister: async () => null })));
afterEach(() => double.restore());

it('a register that was left is handed out once, to the same place', () => {
  const last = new LastVisit<RegisterKind, RegisterFilters<RegisterKind>>();
  last.to('a', noFilters).leave(left);
  expect(last.to('a', noFilters).take()).toEqual(left);
  expect(last.to('a', noFilters).take()).toBeNull();
  expect(double.calls('closeRegister')).toEqual([]);
});

it('no register stays open when the screen of another place is there before this one is gone', () => {
  const last = new LastVisit<RegisterKind, RegisterFilters<RegisterKind>>();
  const former = last.to('a', noFilters);
  last.to('b', noFilters);
  former.leave(left);
  expect(double.calls('closeRegister')).toEqual([['r1']]);
});
