import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReferrerChange } from '$host';
import type { Double } from '$host/double';
import { mayLeave } from '$app/router.svelte';
import { answerLeaving, leaving } from '$app/leave.svelte';
import { axeProblems } from '$shared/axe';
import { Draft } from './draft.svelte';
import { sampleDriver, sampleOutcome, samplePage, sampleReview } from './samples';
import {
  answers,
  at,
  begin,
  end,
  fill,
  has,
  holdTimers,
  inputAt,
  isEnabled,
  key,
  openCard,
  pass,
  press,
  reviewed,
  sampleCard,
  settle,
  textAt,
  type,
} from './testing';

let double: Double;
beforeEach(async () => {
  holdTimers();
  await begin();
});
afterEach(end);

const before = { id: '1203007', name: 'Nazarov Dilshod' };
const other = { id: '7', name: 'Other Driver' };
const change = (link: Partial<ReferrerChange>): ReferrerChange => ({
  before,
  after: other,
  elsewhere: false,
  ...link,
});
const drivers = () =>
  samplePage({ items: [sampleDriver(), sampleDriver({ id: '7', full_name: 'Other Driver', phone: null })] });

async function chooseOther() {
  await press('driver-referrer-set');
  await type('driver-referrer-search', 'oth');
  await pass();
  await press('driver-referrer-option-7');
}

describe('who invited, in the form', () => {
  it('is kept unless something else is chosen', async () => {
    double = answers(sampleCard());
    await openCard();
    expect(inputAt('driver-referrer-keep').checked).toBe(true);
    expect(textAt('driver-referrer')).toContain('Не менять: Nazarov Dilshod');
    await fill('driver-park_note', 'Mine');
    await press('driver-save');
    expect(reviewed().referrer).toEqual({ kind: 'keep' });
  });

  it('another driver is searched a little after the last key and taken by id', async () => {
    double = answers(sampleCard(), { jumpListDrivers: async () => drivers() });
    await openCard();
    await press('driver-referrer-set');
    expect(textAt('driver-why')).toBe('Выберите, кто пригласил');
    await type('driver-referrer-search', 'ot');
    await type('driver-referrer-search', 'oth');
    expect(double.calls('jumpListDrivers')).toEqual([]);
    await pass();
    expect(double.calls('jumpListDrivers').map(([, query]) => (query as { search: string }).search)).toEqual([
      'oth',
    ]);
    // Nobody invites himself.
    expect(has('driver-referrer-option-1204118')).toBe(false);
    vi.useRealTimers();
    expect(await axeProblems()).toEqual([]);
    await key('Enter', {}, at('driver-referrer-search'));
    expect(inputAt('driver-referrer-search').value).toBe('Other Driver');
    expect(textAt('driver-dirty')).toBe('Изменено 1 поле');
    await press('driver-save');
    expect(reviewed()).toMatchObject({ fields: [], referrer: { kind: 'set', id: '7' } });
  });

  it('a name that is typed and not chosen is never sent', async () => {
    double = answers(sampleCard(), { jumpListDrivers: async () => drivers() });
    await openCard();
    await fill('driver-park_note', 'Mine');
    await chooseOther();
    await type('driver-referrer-search', 'somebody');
    await key('Enter', { ctrlKey: true });
    expect(double.calls('reviewDriver')).toEqual([]);
    expect(document.activeElement).toBe(at('driver-referrer-search'));
  });

  it('leaving with a chosen referrer asks, undoing it does not', async () => {
    double = answers(sampleCard());
    await openCard();
    await press('driver-referrer-cut');
    const asked = mayLeave();
    expect(leaving()).toBe(true);
    answerLeaving(false);
    expect(await asked).toBe(false);
    await key('D', { code: 'KeyD', ctrlKey: true });
    expect(textAt('changes-referrer')).toContain('Nazarov Dilshod → связь разорвана');
    at('changes-referrer').querySelector('button')?.click();
    await settle();
    expect(inputAt('driver-referrer-keep').checked).toBe(true);
    expect(await mayLeave()).toBe(true);
  });

  it('a link that does not exist cannot be cut', async () => {
    double = answers(sampleCard({ referrer: null }));
    await openCard();
    expect(inputAt('driver-referrer-cut').disabled).toBe(true);
    expect(textAt('driver-referrer')).toContain('никто не приглашал');
  });
});

describe('who invited, in the review', () => {
  it('cutting needs an explicit yes under the present name', async () => {
    double = answers(sampleCard(), {
      reviewDriver: async () => sampleReview({ referrer: change({ after: null }) }),
    });
    await openCard();
    await press('driver-referrer-cut');
    await press('driver-save');
    await pass();
    expect(reviewed().referrer).toEqual({ kind: 'cut' });
    expect(textAt('review-referrer')).toContain('Разорвать связь с водителем «Nazarov Dilshod»');
    expect(isEnabled('review-confirm')).toBe(false);
    await key('Enter', { ctrlKey: true });
    expect(double.calls('jumpUpdateDriver')).toEqual([]);
    await press('review-referrer-cut');
    expect(isEnabled('review-confirm')).toBe(true);
    vi.useRealTimers();
    expect(await axeProblems()).toEqual([]);
    await press('review-confirm');
    expect(double.calls('jumpUpdateDriver')).toHaveLength(1);
  });

  it('a link changed on both sides asks whose to keep; theirs gives mine up', async () => {
    let asked = 0;
    const theirs = { id: '9', name: 'Their Driver' };
    const card = sampleCard({ reading: 'reading-2', referrer: theirs });
    double = answers(sampleCard(), {
      jumpListDrivers: async () => drivers(),
      reviewDriver: async () =>
        sampleReview({
          card,
          token: null,
          referrer: ++asked === 1 ? change({ before: theirs, elsewhere: true }) : null,
        }),
    });
    await openCard();
    await chooseOther();
    await press('driver-save');
    expect(textAt('review-conflict-referrer')).toContain('Моё: Other Driver');
    expect(isEnabled('review-again')).toBe(false);
    await press('review-theirs-referrer');
    await press('review-again');
    expect(has('driver-dirty')).toBe(false);
    expect(textAt('driver-referrer')).toContain('Не менять: Their Driver');
  });

  it('what somebody else did to the link is told and kept', async () => {
    double = answers(sampleCard(), {
      reviewDriver: async () =>
        sampleReview({ card: sampleCard({ referrer: other }), referrer: change({ elsewhere: true }) }),
    });
    await openCard();
    await fill('driver-park_note', 'Mine');
    await press('driver-save');
    expect(textAt('review-elsewhere')).toContain('Nazarov Dilshod → Other Driver');
    expect(has('review-referrer')).toBe(false);
  });
});

describe('who invited, after a save', () => {
  it('one that the service ignored is named and stays in the draft', async () => {
    double = answers(sampleCard(), {
      reviewDriver: async () => sampleReview({ referrer: change({ after: null }) }),
      jumpUpdateDriver: async () =>
        sampleOutcome({ state: 'ignored', referrer_ignored: change({ after: null }) }),
    });
    await openCard();
    await press('driver-referrer-cut');
    await press('driver-save');
    await pass();
    await press('review-referrer-cut');
    await press('review-confirm');
    expect(textAt('save-outcome')).toContain('не изменил: Кто пригласил');
    expect(inputAt('driver-referrer-cut').checked).toBe(true);
  });

  it('a fresh reading that is already so takes the edit away', () => {
    const draft = new Draft(sampleCard());
    draft.setReferrer(other);
    expect(draft.movedUnder(sampleCard({ referrer: { id: '9', name: '' } }))).toEqual(['referrer_id']);
    expect(draft.movedUnder(sampleCard({ referrer: other }))).toEqual([]);
    draft.rebase(sampleCard({ referrer: other }));
    expect([draft.referrer.kind, draft.dirty]).toEqual(['keep', false]);
    draft.chooseReferrer('cut');
    draft.settle(sampleOutcome({ state: 'ignored', referrer_unverifiable: change({ after: null }) }));
    expect(draft.referrer.kind).toBe('keep');
  });
});
