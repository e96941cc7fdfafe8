import { cleanup } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskFailure, forget, type ApplicationDesk, type ApplicationJob, type Host } from '$host';
import type { Double } from '$host/double';
import { axeProblems } from '$shared/axe';
import {
  answers,
  application,
  at,
  deskWith,
  error,
  has,
  ID,
  key,
  newPark,
  open,
  PARK,
  press,
  settle,
  textAt,
} from '../testing';
import { cardOf, integration, job, outcome } from './samples';
import { enabled, fill, type as typeIn } from './testing';

let double: Double;
let clock = 0;
beforeEach(() => {
  forget();
  newPark();
  clock = 0;
  // A confirming button takes no press for a moment after it appeared.
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
});
afterEach(() => {
  cleanup();
  double.restore();
  vi.restoreAllMocks();
});

const withJobs = (...jobs: ReturnType<typeof integration>[]): ApplicationDesk => ({
  ...deskWith(),
  ...cardOf(application()),
  integrations: jobs,
});
const yango = (own: ApplicationJob | null = null) => integration('7', 'YanGo', own);

async function begin(desk: ApplicationDesk, own: Partial<Host> = {}) {
  double = answers({ jumpGetApplication: async () => desk, ...own });
  return open();
}
async function confirm(testid: string) {
  clock += 1000;
  await press(testid);
}
const status = (id = '7') => at(`integration-${id}`).dataset['status'];
const state = () => at('action-outcome').dataset['state'];
const reads = () => double.calls('jumpGetApplication').length;
const soon = () => new Date(Date.now() + 60_000).toISOString();

describe('registration', () => {
  it('is confirmed with applicant, integration and park, and only then sent', async () => {
    const after = withJobs(yango(job('1', 'new')));
    await begin(withJobs(yango()), { jumpCreateApplicationIntegration: async () => outcome('done', after) });
    expect(status()).toBe('none');
    expect(await axeProblems(at('integration-7').parentElement!)).toEqual([]);
    await press('integration-create-7');
    const text = textAt('confirm-dialog');
    expect(text).toContain('Зарегистрировать в YanGo?');
    expect(text).toContain('Примеров Иван, заявка № 90 412, парк «park-1»');
    expect(document.activeElement).toBe(at('confirm-back'));
    await press('confirm-go');
    expect(double.calls('jumpCreateApplicationIntegration')).toEqual([]);
    await confirm('confirm-go');
    expect(double.calls('jumpCreateApplicationIntegration')).toEqual([[PARK, ID, '7']]);
    expect(state()).toBe('done');
    expect(textAt('action-outcome')).toContain('Регистрация в YanGo начата. Сверено с Jump.');
    expect(status()).toBe('new');
    expect(reads()).toBe(1);
    expect(double.calls('jumpListApplications')).toHaveLength(2);
  });

  it('from the bar asks where, when there is a choice', async () => {
    await begin(withJobs(yango(), integration('8', 'Citymobil')), {
      jumpCreateApplicationIntegration: async () => outcome('ignored'),
    });
    await press('application-register');
    clock += 1000;
    expect(enabled('confirm-go')).toBe(false);
    await press('confirm-integration-8');
    expect(textAt('confirm-dialog')).toContain('Зарегистрировать в Citymobil?');
    expect(await axeProblems(at('confirm-dialog'))).toEqual([]);
    await press('confirm-go');
    expect(double.calls('jumpCreateApplicationIntegration')).toEqual([[PARK, ID, '8']]);
    expect(state()).toBe('ignored');
    // No reading came with the answer: the application is read.
    expect(reads()).toBe(2);
  });

  it('a job that waits for a moderator is approved by its own number', async () => {
    await begin(withJobs(yango(job('31', 'new'))), {
      jumpRegisterApplicationIntegration: async () => outcome('done', withJobs(yango(job('31', 'register')))),
    });
    await press('integration-approve-7');
    expect(textAt('confirm-dialog')).toContain('Подтвердить регистрацию в YanGo?');
    await confirm('confirm-go');
    expect(double.calls('jumpRegisterApplicationIntegration')).toEqual([[PARK, ID, '31']]);
    expect(status()).toBe('register');
    expect(double.calls('watchApplicationJobs')).toEqual([[PARK, ID]]);
  });

  it('an unknown outcome is violet, closes every decision until a reading, and is never sent again', async () => {
    let desk = withJobs(yango());
    await begin(desk, {
      jumpGetApplication: async () => desk,
      jumpCreateApplicationIntegration: async () => outcome('unknown', withJobs(yango())),
    });
    await press('integration-create-7');
    await confirm('confirm-go');
    const note = at('action-outcome');
    expect([state(), note.classList.contains('unk'), note.getAttribute('role')]).toEqual([
      'unknown',
      true,
      'alert',
    ]);
    expect(enabled('integration-create-7')).toBe(false);
    expect(enabled('application-reject')).toBe(false);
    expect(textAt('application-why')).toContain('Сначала перечитайте заявку');
    desk = withJobs(yango(job('1', 'new')));
    await press('action-reread');
    expect(has('action-outcome')).toBe(false);
    expect(status()).toBe('new');
    expect(double.calls('jumpCreateApplicationIntegration')).toHaveLength(1);
  });

  it('a refusal says what was refused', async () => {
    await begin(withJobs(yango()), {
      jumpCreateApplicationIntegration: async () => {
        throw new DeskFailure(error('forbidden'));
      },
    });
    await press('integration-create-7');
    await confirm('confirm-go');
    expect(state()).toBe('failed');
    expect(textAt('action-outcome')).toContain('Регистрация в YanGo:');
  });

  it('waits until typed text is saved', async () => {
    await begin(withJobs(yango(job('1', 'new'))));
    await press('application-edit-person');
    await fill('application-city', 'Kazan');
    expect(enabled('integration-approve-7')).toBe(false);
    expect(textAt('integrations-why')).toBe('Сначала сохраните или отмените правки.');
  });

  it('an integration that no dictionary names is shown by its number', async () => {
    await begin(withJobs({ ...integration('99', '99'), can_create: false }));
    expect(textAt('integration-99')).toContain('№ 99 (нет в справочнике)');
    expect(enabled('integration-create-99')).toBe(false);
    expect(textAt('integration-99')).toContain('Этой интеграции нет в справочнике парка.');
  });
});

describe('watching', () => {
  const running = () => withJobs(yango(job('31', 'register')), integration('8', 'Citymobil'));
  const change = (own: ApplicationJob, next_look_at: string | null) => ({
    connection: PARK,
    application_id: ID,
    job: own,
    next_look_at,
  });

  it('begins when something is pending and ends on leaving', async () => {
    const view = await begin(running());
    expect(double.calls('watchApplicationJobs')).toEqual([[PARK, ID]]);
    view.unmount();
    expect(double.calls('unwatchApplicationJobs')).toHaveLength(1);
  });

  it('a job that ended before the watching began is read again, not shown as under way for ever', async () => {
    await begin(running(), { watchApplicationJobs: async () => [job('31', 'registered')] });
    await settle();
    expect(reads()).toBe(2);
  });

  it('is left alone when nothing is pending', async () => {
    const view = await begin(withJobs(yango()));
    view.unmount();
    expect(double.calls('watchApplicationJobs')).toEqual([]);
    expect(double.calls('unwatchApplicationJobs')).toEqual([]);
  });

  it('news stand in their row with the next look, and typed text stays', async () => {
    await begin(running());
    await press('application-edit-person');
    await typeIn('application-city', 'Kazan');
    double.emit('jobChanged', change(job('31', 'register', { comment: 'in the queue' }), soon()));
    await settle();
    expect(textAt('integration-7')).toContain('in the queue');
    expect(textAt('integration-next-7')).toMatch(/^Следующая проверка в \d\d:\d\d:\d\d$/);
    expect(reads()).toBe(1);
    double.emit('jobChanged', { ...change(job('31', 'rejected'), null), application_id: '1' });
    await settle();
    expect(status()).toBe('register');
    double.emit('jobChanged', change(job('31', 'registered'), null));
    await settle();
    expect(reads()).toBe(2);
    expect((at('application-city') as HTMLInputElement).value).toBe('Kazan');
  });

  it('the end of a job reads the card again', async () => {
    let desk = running();
    await begin(desk, { jumpGetApplication: async () => desk });
    desk = withJobs(yango(job('31', 'exchange_error', { comment: 'no such licence' })));
    double.emit('jobChanged', change(job('31', 'exchange_error'), null));
    await settle();
    expect(status()).toBe('exchange_error');
    expect(textAt('integration-7')).toContain('no such licence');
    expect(enabled('integration-create-7')).toBe(true);
    expect(has('integration-check-7')).toBe(false);
  });

  it('a look by hand changes the row, and nothing is told where nothing changed', async () => {
    await begin(running(), {
      jumpGetApplicationIntegration: async () => job('31', 'register', { comment: 'still there' }),
    });
    await press('integration-check-7');
    expect(double.calls('jumpGetApplicationIntegration')).toEqual([[PARK, ID, '31']]);
    expect(textAt('integration-7')).toContain('still there');
    expect(has('action-outcome')).toBe(false);
    expect(reads()).toBe(1);
  });

  it('that cannot begin says so', async () => {
    await begin(running(), {
      watchApplicationJobs: async () => {
        throw new DeskFailure(error('offline'));
      },
    });
    expect(document.body.textContent).toContain('Следить за регистрацией не получается');
    expect(has('integration-next-7')).toBe(false);
  });
});

describe('rejection', () => {
  it('of the application needs a reason of 1 to 500 signs, counted', async () => {
    const after = withJobs(yango());
    await begin(withJobs(yango()), { jumpRejectApplication: async () => outcome('done', after) });
    await press('application-reject');
    expect(textAt('reject-dialog')).toContain('Примеров Иван, заявка № 90 412, парк «park-1»');
    expect(textAt('reject-why')).toBe('Напишите причину.');
    clock += 1000;
    await key('Enter', { ctrlKey: true });
    expect(double.calls('jumpRejectApplication')).toEqual([]);
    await typeIn('reject-comment', 'x'.repeat(501));
    expect(textAt('reject-count')).toBe('501 знак из 500');
    expect(enabled('reject-confirm')).toBe(false);
    await typeIn('reject-comment', ' The scan cannot be read 😀 ');
    expect(textAt('reject-count')).toBe('25 знаков из 500');
    expect(await axeProblems(at('reject-dialog'))).toEqual([]);
    await press('reject-confirm');
    expect(double.calls('jumpRejectApplication')).toEqual([[PARK, ID, 'The scan cannot be read 😀']]);
    expect(state()).toBe('done');
    expect(has('reject-dialog')).toBe(false);
  });

  it('of a job names its integration, and a failed one keeps what was typed', async () => {
    let fails = true;
    await begin(withJobs(yango(job('31', 'register'))), {
      jumpRejectApplicationIntegration: async () => {
        if (fails) throw new DeskFailure(error('offline'));
        return outcome('done', withJobs(yango(job('31', 'rejected'))));
      },
    });
    await press('integration-reject-7');
    expect(textAt('reject-dialog')).toContain('Отклонить регистрацию в YanGo?');
    await typeIn('reject-comment', 'Wrong plate');
    await confirm('reject-confirm');
    expect(state()).toBe('failed');
    fails = false;
    await press('integration-reject-7');
    expect((at('reject-comment') as HTMLTextAreaElement).value).toBe('Wrong plate');
    await confirm('reject-confirm');
    expect(double.calls('jumpRejectApplicationIntegration').at(-1)).toEqual([PARK, ID, '31', 'Wrong plate']);
    expect(status()).toBe('rejected');
  });

  it('Esc closes the dialog and nothing else', async () => {
    await begin(withJobs(yango(job('31', 'new'))));
    await press('application-edit-person');
    await press('integration-reject-7');
    await key('Escape');
    expect(has('reject-dialog')).toBe(false);
    expect(has('application-save')).toBe(true);
  });
});
