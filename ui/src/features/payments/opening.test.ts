import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PaymentsFilter } from '$host';
import { session } from '$app/session.svelte';
import { answers, asked, begin, end, has, narrowings, october, open } from './testing';
import { lookFor } from './visits';

beforeEach(() => {
  begin();
});
afterEach(end);

describe('the view that the screen opens with', () => {
  const view = {
    id: 'v1',
    name: 'Rejected',
    content: {
      preset: 'last_month',
      lists: { status_ids: ['2'] },
      values: [{ column: 'agent', key: 'Agent A', title: 'Agent A' }],
      columns: [{ column: 'amount', width: 150, shown: true, pinned: true }],
    },
  };
  const book = async () => ({ views: [view], usual: 'v1' });

  it('is asked for at once, and the usual list is not', async () => {
    const double = answers({ viewBook: book });
    await open();
    const lists = double.calls('jumpListPayments').map(([, filter]) => filter as PaymentsFilter);
    expect(lists.map(({ status_ids, period }) => [status_ids, period])).toEqual([[['2'], october]]);
    expect(narrowings()[0]?.values).toEqual(view.content.values);
    expect(has('narrowed-agent')).toBe(true);
  });

  it('does not undo what another screen looks for', async () => {
    answers({ viewBook: book });
    lookFor(session.currentId!, '1003', '2026-11-20T10:00:00+03:00');
    await open();
    expect(asked()).toMatchObject({ search: '1003', status_ids: [] });
    expect(has('narrowed-agent')).toBe(false);
  });
});
