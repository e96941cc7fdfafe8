import { cleanup } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DeskFailure, type DriversQuery } from '$host';
import type { Double } from '$host/double';
import { route } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import feature from './feature';
import { sampleDriver, samplePage } from './samples';
import {
  answers,
  at,
  begin,
  end,
  has,
  inputAt,
  key,
  openList,
  press,
  sampleCard,
  settle,
  textAt,
  type,
} from './testing';

let double: Double;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  await begin();
});
afterEach(() => {
  cleanup();
  end();
  double.restore();
  vi.useRealTimers();
});

const queries = () => double.calls('jumpListDrivers').map(([, query]) => query as DriversQuery);
const later = async (ms: number) => {
  vi.advanceTimersByTime(ms);
  await settle();
};

it('the rows, the total and the time of the data are shown', async () => {
  double = answers(sampleCard());
  await openList();
  expect(textAt('driver-row-1204118')).toContain('Toshmatov Ulugbek');
  expect(textAt('driver-row-1204118')).toContain('12 480,50');
  expect(textAt('drivers-total')).toBe('Всего 2 водителя');
  expect(document.body.textContent).toContain('Данные Jump на 21.11.2026 13:58');
  expect(session.subtitle).toBe('2 водителя');
});

it('a search waits for the end of typing, tells what was searched and can be cleared', async () => {
  double = answers(sampleCard(), {
    jumpListDrivers: async (_park, query) =>
      query.search ? samplePage({ items: [], searched_as: 'иванов' }) : samplePage(),
  });
  await openList();
  await type('drivers-search', 'bdf');
  await type('drivers-search', 'bdfyjd');
  await later(299);
  expect(queries()).toHaveLength(1);
  await later(2);
  expect(queries().map((query) => query.search)).toEqual(['', 'bdfyjd']);
  expect(textAt('drivers-searched-as')).toBe('искали: иванов');
  expect(document.body.textContent).toContain('Поиск и фильтры: поиск «bdfyjd»');
  expect(session.subtitle).toBe('2 водителя');
  await key('F4', { shiftKey: true });
  expect(inputAt('drivers-search').value).toBe('');
  expect(queries().at(-1)?.search).toBe('');
  expect(has('driver-row-1204118')).toBe(true);
});

it('a late answer to a former search does not replace the newer one', async () => {
  const waiting: (() => void)[] = [];
  double = answers(sampleCard(), {
    jumpListDrivers: async (_park, query) => {
      if (query.search === 'slow') await new Promise<void>((resolve) => waiting.push(resolve));
      return samplePage({ items: [sampleDriver({ id: query.search === 'slow' ? '1' : '2' })] });
    },
  });
  await openList();
  await type('drivers-search', 'slow');
  await later(301);
  await type('drivers-search', 'quick');
  await later(301);
  waiting.forEach((resolve) => resolve());
  await settle();
  expect([has('driver-row-2'), has('driver-row-1')]).toEqual([true, false]);
});

it('rows of the former search never pass for an answer to the new one', async () => {
  const pending: (() => void)[] = [];
  double = answers(sampleCard(), {
    jumpListDrivers: async (_park, query) => {
      if (query.search === 'slow') await new Promise<void>((resolve) => pending.push(resolve));
      return query.search === 'none' ? samplePage({ items: [], total: 0 }) : samplePage();
    },
  });
  await openList();
  await type('drivers-search', 'slow');
  await later(301);
  expect(textAt('drivers-total')).toBe('Всего 2 водителя');
  expect(has('drivers-behind')).toBe(true);
  pending.splice(0).forEach((resolve) => resolve());
  await settle();
  expect(textAt('drivers-total')).toBe('Найдены 2 водителя');
  expect(has('drivers-behind')).toBe(false);
  await type('drivers-search', 'none');
  await later(301);
  expect(document.body.textContent).toContain('Никто не найден');
  await type('drivers-search', 'slow');
  await later(301);
  expect(document.body.textContent).not.toContain('Никто не найден');
});

it('while the service asks to wait the list says for how long', async () => {
  double = answers(sampleCard(), {
    jumpListDrivers: async (_park, query) =>
      query.search ? new Promise<never>(() => undefined) : samplePage(),
  });
  await openList();
  const waitingUntil = new Date(Date.now() + 75_000).toISOString();
  session.health = [{ service: 'Jump', state: 'waiting', millis: 0, waitingUntil }];
  await type('drivers-search', 'slow');
  await later(301);
  expect(textAt('drivers-wait')).toContain('01:15');
});

it('a filter from the dictionary is sent by code', async () => {
  double = answers(sampleCard());
  await openList();
  await press('drivers-filter-group_ids');
  const boxes = [...document.querySelectorAll<HTMLInputElement>('.pop input[type=checkbox]')];
  boxes[1]?.click();
  [...document.querySelectorAll<HTMLButtonElement>('.pop button')].at(-1)?.click();
  await settle();
  expect(queries().at(-1)?.group_ids).toEqual(['2']);
  expect(textAt('drivers-filter-group_ids')).toBe('Группа Economy');
  expect(document.activeElement).toBe(at('drivers-filter-group_ids'));
});

it('rows of further pages are asked for by their page', async () => {
  const items = (page: number) =>
    Array.from({ length: 50 }, (_, index) => sampleDriver({ id: String(page * 1000 + index) }));
  double = answers(sampleCard(), {
    jumpListDrivers: async (_park, query) =>
      samplePage({ items: items(query.page), total: 120, per_page: 50, page: query.page, last_page: 3 }),
  });
  await openList();
  await later(1);
  expect(
    queries()
      .map((query) => query.page)
      .sort(),
  ).toEqual([1, 2]);
  expect(has('driver-row-1000')).toBe(true);
});

it('the columns that the service sorts by are sent, others are not sortable', async () => {
  double = answers(sampleCard());
  await openList();
  const headers = [...document.querySelectorAll<HTMLElement>('[role=columnheader]')];
  headers[0]?.click();
  await settle();
  expect(queries()).toHaveLength(1);
  headers[3]?.click();
  await settle();
  expect(queries().at(-1)).toMatchObject({ sort: 'balance', descending: true });
});

it('Enter opens the card, and coming back finds the search as it was', async () => {
  double = answers(sampleCard());
  const first = await openList();
  await type('drivers-search', 'nazarov');
  await later(301);
  at('drivers-grid').focus();
  await key('ArrowDown');
  await key('Enter');
  expect(route()).toEqual({ name: 'driver', id: '1204090', tab: 'profile' });
  first.unmount();
  await openList();
  expect(inputAt('drivers-search').value).toBe('nazarov');
  expect(queries().at(-1)?.search).toBe('nazarov');
});

it('without network the rows stay on the screen with the time of their data', async () => {
  let online = true;
  double = answers(sampleCard(), {
    jumpListDrivers: async () => {
      if (!online) throw new DeskFailure({ code: 'offline' });
      return samplePage();
    },
  });
  await openList();
  online = false;
  await key('F5');
  expect(textAt('drivers-offline')).toContain('Нет связи с Jump. На экране данные на 13:58.');
  expect(has('driver-row-1204118')).toBe(true);
});

it('without network at the start it says so and is not called empty', async () => {
  double = answers(sampleCard(), {
    jumpListDrivers: async () => {
      throw new DeskFailure({ code: 'offline' });
    },
  });
  await openList();
  expect(textAt('drivers-offline')).toContain('Нет связи');
  expect(document.body.textContent).not.toContain('пока нет водителей');
  expect(has('screen-ready')).toBe(true);
});

it('a pause that the service asked for is counted down and ends by itself', async () => {
  let limited = true;
  double = answers(sampleCard(), {
    jumpListDrivers: async () => {
      if (limited) throw new DeskFailure({ code: 'rate_limited', params: { seconds: '12' } });
      return samplePage();
    },
  });
  await openList();
  expect(textAt('drivers-wait')).toContain('00:12');
  limited = false;
  await later(5000);
  expect(textAt('drivers-wait')).toContain('00:07');
  await later(8000);
  expect(has('driver-row-1204118')).toBe(true);
});

it('a key without the right is told apart from an empty park', async () => {
  double = answers(sampleCard(), {
    jumpListDrivers: async () => {
      throw new DeskFailure({ code: 'forbidden', trace_id: 'tr-1' });
    },
  });
  await openList();
  expect(document.body.textContent).toContain('Ключ не даёт этого права');
});

it('the palette finds drivers and opens the chosen one', async () => {
  double = answers(sampleCard());
  const group = feature.search?.[0];
  expect(await group?.find('н')).toEqual([]);
  const found = await group?.find('nazarov');
  expect(queries().at(-1)).toMatchObject({ search: 'nazarov', page: 1 });
  expect(found?.map((one) => one.title)).toEqual(['Toshmatov Ulugbek', 'Nazarov Dilshod']);
  found?.[1]?.run();
  await settle();
  expect(route()).toEqual({ name: 'driver', id: '1204090', tab: 'profile' });
});

it('has no faults that axe sees', async () => {
  double = answers(sampleCard());
  await openList();
  vi.useRealTimers();
  expect(await axeProblems()).toEqual([]);
});
