import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { YumeIntegrationView } from '$host';
import { axeProblems } from '$shared/axe';
import {
  answers,
  at,
  begin,
  end,
  failure,
  has,
  isOff,
  lastToast,
  open,
  press,
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
const integration = (slug: string, change: Partial<YumeIntegrationView> = {}): YumeIntegrationView => ({
  id: slug,
  slug,
  code: slug,
  name: `Name ${slug}`,
  kind: 'integration',
  slogan: '',
  detail: '',
  disabled: false,
  demo_enabled: false,
  connected: true,
  ends_at: null,
  ...change,
});

it('templates_are_found_by_their_text_and_an_unapproved_one_is_seen', async () => {
  answers();
  await open('templates');
  expect(textAt('yume-template-row-t2')).toContain('На проверке');
  expect(await axeProblems()).toEqual([]);
  await type('yume-templates-search', 't1');
  expect(has('yume-template-row-t2')).toBe(false);
});

it('templates_that_could_not_be_read_are_not_shown_as_none', async () => {
  answers({
    yumeListWazzupTemplates: async () => {
      throw failure('yume_integration_off');
    },
  });
  await open('templates');
  expect(document.body.textContent).toContain('Интеграция с Wazzup не подключена');
  expect(document.body.textContent).not.toContain('Шаблонов Yume не показал');
});

it('a_test_message_fills_in_nothing_and_goes_only_after_the_phone_was_confirmed', async () => {
  const double = answers({ yumeSendWazzupMessage: async () => ({ state: 'done', trace_id: null }) });
  await open('templates');
  await press('yume-test');
  expect(value('yume-test-phone')).toBe('');
  expect(value('yume-test-text')).toBe('');
  expect(isOff('yume-test-next')).toBe(true);
  expect(await axeProblems()).toEqual([]);
  await type('yume-test-phone', '+7 900 000');
  await type('yume-test-text', 'Hello');
  expect(textAt('yume-test-why')).toContain('от 10 до 15 цифр');
  await type('yume-test-phone', '+7 900 000-00-00');
  await press('yume-test-next');
  expect(textAt('yume-test-sure')).toContain('+7 900 000-00-00');
  expect(textAt('yume-test-send')).toBe('Отправить на +7 900 000-00-00');
  await press('yume-test-send');
  expect(double.calls('yumeSendWazzupMessage')).toEqual([]);
  later();
  await press('yume-test-send');
  expect(double.calls('yumeSendWazzupMessage').map(([, message]) => message)).toEqual([
    { phone: '+7 900 000-00-00', text: 'Hello', files: [] },
  ]);
});

it('a_test_message_in_doubt_is_told_and_has_no_second_try', async () => {
  answers({ yumeSendWazzupMessage: async () => ({ state: 'unknown', trace_id: 'trace-5' }) });
  await open('templates');
  await press('yume-test');
  await type('yume-test-phone', '79000000000');
  await type('yume-test-files', 'https://files.example/a.pdf\n');
  await press('yume-test-next');
  later();
  await press('yume-test-send');
  expect(at('yume-test-outcome').dataset['state']).toBe('unknown');
  expect(textAt('yume-test-outcome')).toContain('Повторно не отправляем');
  expect(has('yume-test-send')).toBe(false);
  expect(has('yume-test-another')).toBe(false);
  expect(await axeProblems()).toEqual([]);
});

it('what_rust_finds_wrong_with_a_test_message_stands_at_its_field', async () => {
  answers({
    yumeSendWazzupMessage: async () => {
      throw failure('invalid_input', [
        ['phone', 'yume_phone'],
        ['files.0', 'url_not_https'],
      ]);
    },
  });
  await open('templates');
  await press('yume-test');
  await type('yume-test-phone', '79000000000');
  await type('yume-test-files', 'https://files.example/a.pdf');
  await press('yume-test-next');
  later();
  await press('yume-test-send');
  expect(textAt('yume-test-phone-hint')).toContain('от 10 до 15 цифр');
  expect(textAt('yume-test-files-hint')).toContain('https://');
  expect(document.activeElement).toBe(at('yume-test-phone'));
});

it('the_chat_window_opens_in_the_browser_and_its_address_stays_out_of_the_page', async () => {
  answers({ yumeWazzupIframe: async () => ({ host: 'app.wazzup24.com' }) });
  await open('templates');
  expect(at('yume-chat').title).toBe('Откроется в браузере');
  await press('yume-chat');
  expect(lastToast()).toContain('app.wazzup24.com');
});

it('an_address_that_leads_elsewhere_is_not_opened_and_that_is_said', async () => {
  answers({
    yumeWazzupIframe: async () => {
      throw failure('link_refused');
    },
  });
  await open('templates');
  await press('yume-chat');
  expect(lastToast()).toContain('небезопасно');
});

it('connecting_wazzup_asks_first', async () => {
  const double = answers({ yumeConnectWazzup: async () => ({ state: 'unknown', trace_id: 'trace-3' }) });
  await open('templates');
  await press('yume-connect');
  expect(textAt('yume-connect-dialog')).toContain('начнут уходить клиентам');
  later();
  await press('yume-connect-dialog-go');
  expect(double.calls('yumeConnectWazzup')).toHaveLength(1);
  expect(lastToast()).toContain('Неизвестно, выполнено ли');
});

it('disconnecting_an_integration_says_what_stops', async () => {
  const double = answers({
    yumeListIntegrations: async () => [integration('wazzup'), integration('pay', { connected: false })],
    yumeDisconnectIntegration: async () => ({
      written: { state: 'done', trace_id: null },
      integration: null,
    }),
  });
  await open('integrations');
  expect(has('yume-connect-wazzup')).toBe(false);
  expect(has('yume-disconnect-pay')).toBe(false);
  expect(await axeProblems()).toEqual([]);
  await press('yume-disconnect-wazzup');
  expect(textAt('yume-integration-dialog')).toContain('Автосообщения клиентам перестанут уходить');
  later();
  await press('yume-integration-dialog-go');
  expect(double.calls('yumeDisconnectIntegration').map(([, slug]) => slug)).toEqual(['wazzup']);
  expect(double.calls('yumeListIntegrations')).toHaveLength(2);
});

it('connecting_on_trial_is_only_what_was_ticked', async () => {
  const double = answers({
    yumeListIntegrations: async () => [integration('pay', { connected: false, demo_enabled: true })],
    yumeConnectIntegration: async () => ({ written: { state: 'done', trace_id: null }, integration: null }),
  });
  await open('integrations');
  await press('yume-connect-pay');
  later();
  await press('yume-integration-dialog-go');
  expect(double.calls('yumeConnectIntegration')[0]?.slice(1)).toEqual(['pay', false]);
});

it('one_that_is_over_is_not_shown_as_working', async () => {
  answers({
    yumeListIntegrations: async () => [integration('docs', { ends_at: '2020-01-01T00:00:00Z' })],
  });
  await open('integrations');
  expect(textAt('yume-integration-docs')).toContain('Срок вышел');
});

it('the_key_of_wazzup_goes_in_once_and_never_comes_back', async () => {
  const double = answers({
    yumeGetWazzupSettings: async () => ({ has_key: true, funnel_id: '4', stage_id: null }),
    yumePutWazzupSettings: async () => ({
      written: { state: 'done', trace_id: null },
      settings: { has_key: true, funnel_id: '4', stage_id: '9' },
    }),
  });
  await open('settings');
  expect(value('yume-api-key')).toBe('');
  expect(await axeProblems()).toEqual([]);
  await type('yume-api-key', 'demo-wazzup-key');
  await type('yume-stage', '9');
  await press('yume-settings-save');
  expect(double.calls('yumePutWazzupSettings').map(([, draft]) => draft)).toEqual([
    { api_key: 'demo-wazzup-key', funnel_id: '4', stage_id: '9' },
  ]);
  expect(value('yume-api-key')).toBe('');
  expect(document.documentElement.outerHTML).not.toContain('demo-wazzup-key');
  expect(lastToast()).toContain('сохранены и сверены');
});

it('settings_without_a_key_leave_the_key_alone', async () => {
  const double = answers({
    yumeGetWazzupSettings: async () => ({ has_key: true, funnel_id: '4', stage_id: null }),
    yumePatchWazzupSettings: async () => ({
      written: { state: 'ignored', trace_id: null },
      settings: { has_key: true, funnel_id: '4', stage_id: null },
    }),
  });
  await open('settings');
  await type('yume-funnel', 'five');
  await press('yume-settings-save');
  expect(double.calls('yumePatchWazzupSettings')).toEqual([]);
  await type('yume-funnel', '5');
  await press('yume-settings-save');
  expect(double.calls('yumePatchWazzupSettings')).toHaveLength(1);
  expect(double.calls('yumePutWazzupSettings')).toEqual([]);
  // Not told as saved, and what was typed is there.
  expect(at('yume-settings-outcome').dataset['state']).toBe('ignored');
  expect(value('yume-funnel')).toBe('5');
});

it('a_read_only_park_sends_no_message_and_connects_nothing', async () => {
  begin({ readOnly: true });
  answers({ yumeListIntegrations: async () => [integration('wazzup')] });
  await open('templates');
  for (const id of ['yume-test', 'yume-sync', 'yume-connect']) expect(isOff(id), id).toBe(true);
  end();
  begin({ readOnly: true });
  answers({ yumeListIntegrations: async () => [integration('wazzup')] });
  await open('integrations');
  expect(isOff('yume-disconnect-wazzup')).toBe(true);
});
