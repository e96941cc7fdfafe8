import { afterEach, beforeEach, expect, it } from 'vitest';
import { href, parseHash, route } from '$app/router.svelte';
import { session } from '$app/session.svelte';
import feature from './feature';
import { answers, at, begin, end, failure, follow, has, key, listOf, open, press, settle } from './testing';

beforeEach(() => begin());
afterEach(end);

it('a_link_to_a_message_comes_back_to_it_and_a_wrong_one_to_nothing', () => {
  const one = { name: 'yume', tab: 'messages', trigger: '31' } as const;
  expect(parseHash(href(one))).toEqual(one);
  expect(parseHash('#/yume')).toEqual({ name: 'yume', tab: 'messages' });
  expect(parseHash('#/yume/templates/31')).toBeNull();
  expect(parseHash('#/yume/other')).toBeNull();
});

it('an_access_that_could_not_be_read_is_not_taken_for_none', async () => {
  answers({
    yumeAccess: async () => {
      throw failure('keychain_locked');
    },
  });
  await open();
  expect(has('no-yume')).toBe(false);
  expect(has('yume-password')).toBe(false);
});

it('tabs_are_chosen_with_enter_and_stay_under_the_keyboard', async () => {
  answers();
  await open();
  at('yume-tab-messages').focus();
  await key('ArrowRight', { key: 'ArrowRight' }, at('yume-tab-messages'));
  expect(document.activeElement).toBe(at('yume-tab-templates'));
  await press('yume-tab-templates');
  await follow();
  expect(route()).toEqual({ name: 'yume', tab: 'templates' });
  expect(document.activeElement).toBe(at('yume-tab-templates'));
});

it('coming_back_to_the_messages_finds_them_and_asks_for_no_others', async () => {
  const double = answers();
  await open();
  await press('yume-tab-templates');
  await follow();
  await press('yume-tab-messages');
  await follow();
  expect(double.calls('yumeListWazzupTriggers')).toHaveLength(1);
  expect(has('yume-trigger-11')).toBe(true);
});

it('what_failed_without_the_integration_is_read_once_it_is_connected', async () => {
  let off = true;
  const double = answers({
    yumeListWazzupTriggers: async () => {
      if (off) throw failure('yume_integration_off');
      return listOf();
    },
  });
  await open();
  expect(document.body.textContent).toContain('К интеграциям');
  off = false;
  double.emit('yumeChanged', { connection: session.currentId ?? '', what: 'integrations' });
  await settle();
  expect(has('yume-trigger-11')).toBe(true);
});

it('the_palette_finds_the_tabs_only_where_there_is_access', async () => {
  answers();
  const find = feature.search![0]!.find;
  expect((await find('шаблоны')).map(({ id }) => id)).toEqual(['yume-templates']);
  expect((await find('новое авто')).map(({ id }) => id)).toEqual(['yume-new']);
  expect(await find('')).toEqual([]);
  answers({ yumeAccess: async () => null });
  expect(await find('шаблоны')).toEqual([]);
});
