import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Host, YumeSignedIn } from '$host';
import { session } from '$app/session.svelte';
import { axeProblems } from '$shared/axe';
import {
  accessView,
  answers,
  at,
  begin,
  choose,
  end,
  failure,
  follow,
  has,
  isOff,
  lastToast,
  listOf,
  open,
  press,
  settle,
  textAt,
  type,
  later,
} from '../testing';

beforeEach(() => begin());
afterEach(() => {
  end();
  vi.restoreAllMocks();
});

const value = (testid: string) => (at(testid) as HTMLInputElement).value;
const page = () => document.documentElement.outerHTML;
const signedIn = (change: Partial<YumeSignedIn> = {}): YumeSignedIn => ({
  access: accessView(),
  companies: [],
  companies_unread: null,
  ...change,
});
const none: Partial<Host> = {
  yumeAccess: async () => null,
  checkYume: async () => ({ verdict: 'answers', lines: [] }),
};

async function typePassword() {
  await type('yume-login', ' demo-login ');
  await type('yume-password', 'demo-password');
}

it('a_park_without_access_asks_yume_for_nothing_and_offers_to_sign_in', async () => {
  const double = answers(none);
  await open();
  expect(has('no-yume')).toBe(true);
  expect(has('yume-password')).toBe(true);
  expect(isOff('yume-sign-in')).toBe(true);
  expect(double.calls('yumeListWazzupTriggers')).toEqual([]);
  expect(await axeProblems()).toEqual([]);
});

it('the_password_goes_once_and_leaves_the_page_with_the_call', async () => {
  let answer: (told: YumeSignedIn) => void = () => undefined;
  const double = answers({ ...none, yumeLogin: () => new Promise((done) => (answer = done)) });
  await open();
  await typePassword();
  expect((at('yume-password') as HTMLInputElement).type).toBe('password');
  await press('yume-sign-in');
  // Still on its way, and the field is empty.
  expect(value('yume-password')).toBe('');
  expect(double.calls('yumeLogin').map(([, typed]) => typed)).toEqual([
    {
      base_address: 'https://api.yume.cloud',
      requests_per_second: 2,
      keep: 'keychain',
      login: 'demo-login',
      password: 'demo-password',
    },
  ]);
  answer(signedIn());
  await settle();
  expect(page()).not.toContain('demo-password');
});

it('a_refused_password_is_said_at_its_field_and_is_not_kept_there', async () => {
  answers({
    ...none,
    yumeLogin: async () => {
      throw failure('invalid_input', [['password', 'yume_credentials']]);
    },
  });
  await open();
  await typePassword();
  await press('yume-sign-in');
  expect(textAt('yume-password-hint')).toContain('не принял логин или пароль');
  expect(value('yume-password')).toBe('');
  expect(value('yume-login')).toBe(' demo-login ');
  expect(document.activeElement).toBe(at('yume-password'));
  expect(await axeProblems()).toEqual([]);
});

it('signing_in_opens_the_messages', async () => {
  let known = false;
  const double = answers({
    ...none,
    yumeAccess: async () => (known ? accessView() : null),
    yumeLogin: async () => {
      known = true;
      return signedIn();
    },
  });
  await open();
  await typePassword();
  await press('yume-sign-in');
  expect(has('yume-trigger-11')).toBe(true);
  expect(double.calls('checkYume')).toHaveLength(1);
});

it('one_of_several_companies_is_chosen_before_any_message_is_shown', async () => {
  const companies = [
    { id: '7', name: 'First', currency: '' },
    { id: '8', name: 'Second', currency: '' },
  ];
  let known = false;
  const double = answers({
    ...none,
    yumeAccess: async () => (known ? accessView({ company: companies[1]! }) : null),
    yumeLogin: async () => {
      known = true;
      return signedIn({ access: accessView({ company: null }), companies });
    },
    chooseYumeCompany: async (_, company) => accessView({ company }),
  });
  await open();
  await typePassword();
  await press('yume-sign-in');
  double.emit('yumeChanged', { connection: session.currentId ?? '', what: 'access' });
  await settle();
  expect(double.calls('yumeListWazzupTriggers')).toEqual([]);
  expect(has('yume-continue')).toBe(true);
  expect(await axeProblems()).toEqual([]);
  await choose('yume-company', '8');
  expect(has('yume-trigger-11')).toBe(true);
});

it('a_pasted_token_says_that_it_cannot_be_renewed_without_the_other_one', async () => {
  const double = answers({ ...none, pasteYumeToken: async () => signedIn() });
  await open();
  await press('yume-way-token');
  expect(textAt('yume-token-hint')).toContain('примерно через день');
  await type('yume-token', 'demo-access');
  await press('yume-sign-in');
  expect(double.calls('pasteYumeToken')[0]?.[1]).toMatchObject({ access: 'demo-access', refresh: null });
  expect(page()).not.toContain('demo-access');
});

it('an_address_of_ones_own_is_sent_and_an_empty_one_is_not', async () => {
  const double = answers({ ...none, yumeLogin: async () => signedIn() });
  await open();
  await typePassword();
  await press('yume-advanced');
  await press('yume-host-own');
  expect(isOff('yume-sign-in')).toBe(true);
  await type('yume-base', 'https://yume.example');
  await type('yume-second', '50');
  await press('yume-sign-in');
  expect(double.calls('yumeLogin')).toEqual([]);
  await type('yume-second', '5');
  await press('yume-sign-in');
  expect(double.calls('yumeLogin')[0]?.[1]).toMatchObject({
    base_address: 'https://yume.example',
    requests_per_second: 5,
  });
});

it('several_companies_are_to_be_chosen_from', async () => {
  const companies = [
    { id: '7', name: 'First', currency: 'KZT' },
    { id: '8', name: 'Second', currency: 'RUB' },
  ];
  const double = answers({
    yumeListTenants: async () => companies,
    yumeAccess: async () => accessView({ company: null }),
    chooseYumeCompany: async (_, company) => accessView({ company }),
    checkYume: async () => ({ verdict: 'answers', lines: [] }),
    yumeGetWazzupSettings: async () => ({ has_key: true, funnel_id: null, stage_id: null }),
  });
  await open('settings');
  await press('yume-companies');
  expect(textAt('yume-company-hint')).toContain('выберите ту');
  await choose('yume-company', '8');
  expect(double.calls('chooseYumeCompany').map(([, company]) => company)).toEqual([companies[1]]);
  expect(lastToast()).toContain('Second (RUB)');
  expect(double.calls('checkYume')).toHaveLength(1);
});

it('messages_of_another_company_do_not_stay_on_the_screen', async () => {
  const other = { id: '8', name: 'Second', currency: 'RUB' };
  let company = accessView().company;
  let broken = false;
  answers({
    yumeAccess: async () => accessView({ company }),
    yumeListTenants: async () => [other],
    chooseYumeCompany: async () => {
      [company, broken] = [other, true];
      return accessView({ company });
    },
    checkYume: async () => ({ verdict: 'answers', lines: [] }),
    yumeGetWazzupSettings: async () => ({ has_key: true, funnel_id: null, stage_id: null }),
    yumeListWazzupTriggers: async () => {
      if (broken) throw failure('timeout');
      return listOf();
    },
  });
  await open('settings');
  await press('yume-companies');
  await choose('yume-company', '8');
  await press('yume-tab-messages');
  await follow();
  expect(has('yume-trigger-11')).toBe(false);
});

it.each(['wrong_company', 'no_right', 'not_connected', 'expired', 'signed_out'] as const)(
  'a_check_that_comes_to_%s_says_what_to_do',
  async (verdict) => {
    answers({
      checkYume: async () => ({ verdict, lines: [] }),
      yumeGetWazzupSettings: async () => ({ has_key: false, funnel_id: null, stage_id: null }),
    });
    await open('settings');
    await press('yume-check');
    expect(at('yume-verdict').dataset['verdict']).toBe(verdict);
    expect(has('yume-password')).toBe(verdict === 'signed_out');
    expect(await axeProblems()).toEqual([]);
  },
);

it('signing_out_that_the_service_was_not_told_of_is_told', async () => {
  let out = false;
  answers({
    yumeAccess: async () => accessView({ token_place: out ? 'missing' : 'keychain' }),
    yumeGetWazzupSettings: async () => ({ has_key: false, funnel_id: null, stage_id: null }),
    yumeLogout: async () => {
      out = true;
      return { not_told: { code: 'timeout', params: {}, fields: [], trace_id: null } };
    },
  });
  await open('settings');
  await press('yume-sign-out');
  expect(lastToast()).toContain('Yume об этом не узнал');
  expect(has('yume-password')).toBe(true);
  expect(textAt('yume-state')).toBe('Нужно войти снова');
});

it('disconnecting_names_the_park_and_asks_first', async () => {
  const double = answers({
    disconnectYume: async () => ({ not_told: null }),
    yumeGetWazzupSettings: async () => ({ has_key: false, funnel_id: null, stage_id: null }),
  });
  await open('settings');
  await press('yume-disconnect');
  expect(textAt('yume-disconnect-dialog')).toContain('«Park»');
  await press('yume-disconnect-go');
  expect(double.calls('disconnectYume')).toEqual([]);
  later();
  await press('yume-disconnect-go');
  expect(double.calls('disconnectYume')).toHaveLength(1);
});

it('a_session_that_yume_has_refused_is_not_shown_as_a_good_one', async () => {
  const double = answers({ yumeAccess: async () => accessView({ over: true }) });
  await open();
  expect(textAt('yume-state')).toBe('Нужно войти снова');
  expect(value('yume-login')).toBe('demo-login');
  expect(double.calls('yumeListWazzupTriggers')).toEqual([]);
});

it('a_list_read_in_a_session_that_is_over_asks_to_sign_in_and_is_then_read', async () => {
  let over = true;
  answers({
    yumeListWazzupTriggers: async () => {
      if (over) throw failure('yume_signed_out');
      return listOf();
    },
    yumeLogin: async () => {
      over = false;
      return signedIn();
    },
  });
  await open();
  expect(has('yume-over')).toBe(true);
  await type('yume-password', 'demo-password');
  await press('yume-over-sign-in');
  await settle();
  expect(has('yume-over')).toBe(false);
  expect(has('yume-trigger-11')).toBe(true);
});
