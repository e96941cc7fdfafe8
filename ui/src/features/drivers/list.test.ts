import { fireEvent } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DeskFailure, type DriversFilter, type DriversQuery, type RegisterState } from '$host';
import type { Double } from '$host/double';
import { route } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import { register } from '$shared/register/testing';
import feature from './feature';
import { sampleDriverRow } from './samples';
import {
  answers,
  at,
  begin,
  end,
  has,
  inputAt,
  key,
  listOf,
  openList,
  press,
  sampleCard,
  settle,
  textAt,
  twoDrivers,
  type,
} from './testing';
import { changed } from './visits';

let double: Double;
beforeEach(() => begin());
afterEach(end);

const asked = () => double.calls('openDrivers').map(([, filter]) => filter as DriversFilter);
const long = async () => {
  await settle();
  await settle();
};
const list = (...rest: Parameters<typeof listOf>) => answers(sampleCard(), listOf(...rest));

it('everybody is asked for; rows, the sum of balances and the number of drivers are shown', async () => {
  double = answers(sampleCard());
  await openList();
  await long();
  expect(asked()).toEqual([
    { group_ids: [], integration_ids: [], anti_fraud_status_ids: [], referrer_ids: [], search: '' },
  ]);
  expect(textAt('driver-row-1204118')).toContain('Toshmatov Ulugbek');
  expect(textAt('driver-row-1204118')).toContain('12 480,50');
  expect(textAt('total-count')).toBe('2');
  expect(textAt('total-balance')).toBe('12 480,50 ₽');
  expect(session.subtitle).toBe('2 водителя');
});

it('columns that few need are there when they are asked for, and not before', async () => {
  double = answers(sampleCard());
  await openList();
  const titles = () => [...document.querySelectorAll('[role=columnheader]')].map((one) => one.textContent);
  expect(titles().join()).not.toContain('Кто привёл');
  await press('columns');
  await press('columns-show-invited_by');
  expect(titles().join()).toContain('Кто привёл');
});

it('typing looks among the rows that came; Enter asks the service and keeps the number of the park', async () => {
  double = list(({ search }) => (search ? [sampleDriverRow({ id: '7' })] : twoDrivers));
  await openList();
  await type('drivers-search', 'nazarov');
  await long();
  expect([has('driver-row-1204090'), has('driver-row-1204118')]).toEqual([true, false]);
  expect(asked()).toHaveLength(1);
  await key('Enter', {}, at('drivers-search'));
  await long();
  expect(asked().at(-1)?.search).toBe('nazarov');
  expect(has('driver-row-7')).toBe(true);
  expect(inputAt('drivers-search').value).toBe('');
  expect(textAt('drivers-server-search')).toBe('Поиск в Jump nazarov');
  expect(session.subtitle).toBe('2 водителя');
  await key('F4', { shiftKey: true });
  await long();
  expect(asked().at(-1)?.search).toBe('');
  expect(has('driver-row-1204118')).toBe(true);
});

it('words of the wrong keyboard layout: what they were read as is told', async () => {
  double = answers(sampleCard(), {
    narrowRegister: async (handle) =>
      register({ handle, register: 'drivers', revision: 9, shown: 1, found_as: 'иванов' }),
  });
  await openList();
  await type('drivers-search', 'bdfyjd');
  await long();
  expect(textAt('drivers-found-as')).toContain('иванов');
});

it('the same is told when the service has searched so', async () => {
  double = list(twoDrivers, { found_as: 'иванов' });
  await openList();
  await type('drivers-search', 'bdfyjd');
  await key('Enter', {}, at('drivers-search'));
  await long();
  expect(textAt('drivers-searched-as')).toBe('искали: иванов');
});

it('a late answer to a former search does not replace the newer one', async () => {
  const waiting: (() => void)[] = [];
  double = list(async ({ search }) => {
    if (search === 'slow') await new Promise<void>((resolve) => waiting.push(resolve));
    return [sampleDriverRow({ id: search === 'slow' ? '1' : '2' })];
  });
  await openList();
  for (const words of ['slow', 'quick']) {
    await type('drivers-search', words);
    await key('Enter', {}, at('drivers-search'));
  }
  waiting.forEach((resolve) => resolve());
  await long();
  expect([has('driver-row-2'), has('driver-row-1')]).toEqual([true, false]);
});

it('a filter from the dictionary is sent by code', async () => {
  double = answers(sampleCard());
  await openList();
  await press('drivers-filter-group_ids');
  await press('drivers-filter-group_ids-2');
  await press('choice-apply');
  await long();
  expect(asked().at(-1)?.group_ids).toEqual(['2']);
  expect(textAt('drivers-filter-group_ids')).toBe('Группа Economy');
  expect(document.activeElement).toBe(at('drivers-filter-group_ids'));
});

it('any column orders the rows that came, without asking the service again', async () => {
  double = answers(sampleCard());
  await openList();
  const headers = [...document.querySelectorAll<HTMLElement>('[role=columnheader]')];
  headers.find((one) => one.textContent?.includes('Баланс'))?.click();
  await settle();
  expect(double.calls('orderRegister').at(-1)?.[1]).toEqual({ column: 'balance', descending: true });
  expect(asked()).toHaveLength(1);
});

it('a press moves the cursor, Enter opens the card, and coming back finds the same row and words', async () => {
  double = list(twoDrivers, { started_at: new Date().toISOString() });
  const first = await openList();
  await type('drivers-search', 'o');
  await long();
  const cell = at('driver-row-1204090').querySelectorAll('[role=gridcell]')[1]!;
  await fireEvent.click(cell);
  await settle();
  expect(route()).toEqual({ name: 'drivers' });
  await key('Enter', {}, at('drivers-grid'));
  expect(route()).toEqual({ name: 'driver', id: '1204090', tab: 'profile' });
  first.unmount();
  await openList();
  await long();
  expect(inputAt('drivers-search').value).toBe('o');
  expect(asked()).toHaveLength(1);
  expect(document.activeElement).toBe(at('drivers-grid'));
  expect(at('driver-row-1204090').querySelector('.at')).not.toBeNull();
});

it('after a card was saved the list is read anew behind the rows that are there', async () => {
  double = answers(sampleCard());
  (await openList()).unmount();
  changed('p1');
  await openList();
  await long();
  expect(asked()).toHaveLength(2);
  expect(has('driver-row-1204118')).toBe(true);
});

it('without network the rows stay on the screen with the time of their data', async () => {
  let online = true;
  double = list(() => {
    if (!online) throw new DeskFailure({ code: 'offline' });
    return twoDrivers;
  });
  await openList();
  online = false;
  await key('F5');
  await long();
  expect(document.body.textContent).toContain('Показаны прежние строки, данные на 21.11.2026 18:40');
  expect(has('driver-row-1204118')).toBe(true);
});

it('without network at the start it says so and is not called empty', async () => {
  double = list(() => {
    throw new DeskFailure({ code: 'offline' });
  });
  await openList();
  await long();
  expect(document.body.textContent).toContain('Нет сети или сервис не отвечает');
  expect(document.body.textContent).not.toContain('пока нет водителей');
  expect(has('screen-ready')).toBe(true);
});

it('a pause that the service asked for is counted down, and the rows come by themselves', async () => {
  vi.useFakeTimers({
    toFake: ['setInterval', 'clearInterval', 'Date'],
    now: new Date('2026-11-21T15:40:00Z'),
  });
  double = list(twoDrivers, { phase: 'waiting', waiting_until: '2026-11-21T18:40:12+03:00' });
  await openList();
  expect(textAt('drivers-collecting')).toContain('00:12');
  await vi.advanceTimersByTimeAsync(5000);
  await settle();
  expect(textAt('drivers-collecting')).toContain('00:07');
  const handle = (await double.calls('driversWindow').at(-1)?.[0]) as string;
  const whole: RegisterState = register({
    handle,
    register: 'drivers',
    received: 2,
    total: 2,
    shown: 2,
    revision: 5,
  });
  double.emit('registerChanged', whole);
  await settle();
  expect(has('drivers-collecting')).toBe(false);
  expect(textAt('total-count')).toBe('2');
});

it('a key without the right is told apart from an empty park', async () => {
  double = list(() => {
    throw new DeskFailure({ code: 'forbidden', trace_id: 'tr-1' });
  });
  await openList();
  await long();
  expect(document.body.textContent).toContain('Ключ не даёт этого права');
});

it('an empty park is told from filters that find nobody', async () => {
  double = list(() => []);
  await openList();
  await long();
  expect(document.body.textContent).toContain('В этом парке пока нет водителей');
  await type('drivers-search', 'x');
  await key('Enter', {}, at('drivers-search'));
  await long();
  expect(document.body.textContent).toContain('Никто не найден');
  expect(document.body.textContent).toContain('Поиск в Jump');
});

it('the palette finds drivers and opens the chosen one', async () => {
  double = answers(sampleCard());
  const group = feature.search?.[0];
  expect(await group?.find('н')).toEqual([]);
  const found = await group?.find('nazarov');
  expect(double.calls('jumpListDrivers').at(-1)?.[1] as DriversQuery).toMatchObject({
    search: 'nazarov',
    page: 1,
  });
  expect(found?.map((one) => one.title)).toEqual(['Toshmatov Ulugbek', 'Nazarov Dilshod']);
  found?.[1]?.run();
  await settle();
  expect(route()).toEqual({ name: 'driver', id: '1204090', tab: 'profile' });
});

it('has no faults that axe sees', async () => {
  double = answers(sampleCard());
  await openList();
  await long();
  expect(await axeProblems()).toEqual([]);
});
