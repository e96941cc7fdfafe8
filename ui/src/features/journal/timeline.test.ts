import { describe, expect, it } from 'vitest';
import { pathOf } from './path';
import { evidence, line, operation, unknownHistory } from './testing';
import { linesOf, moment, nextLine } from './timeline';

const looks = (...[one, doubted]: Parameters<typeof pathOf>) => pathOf(one, doubted).map(({ look }) => look);

describe('what happened', () => {
  it('stands newest first, and of fruitless looks the last alone in full', () => {
    const lines = linesOf(operation('a', 'unknown'), unknownHistory());
    expect(lines.map(({ title }) => title)).toEqual([
      'Сверка 2: запись не найдена',
      'Сверка 1: запись не найдена',
      'Ответа нет → исход неизвестен',
      'Запрос уходит в Jump',
      'Намерение записано на диск',
    ]);
    expect(lines.map(({ evidence }) => evidence !== undefined)).toEqual([true, false, false, false, false]);
    expect(lines[1]?.notes).toContain('получено 35 из 35');
    expect(lines[0]?.notes).toContain('это не доказывает отказ');
  });

  it('a miss in a list that came incomplete is not told as a miss', () => {
    const [only] = linesOf(operation('a', 'unknown'), [
      line(1, 'checked', { number: '3' }, evidence({ complete: false, told: 50 })),
    ]);
    expect(only?.title).toBe('Сверка 3: список пришёл неполным');
  });

  it('an unknown outcome is never red', () => {
    const lines = linesOf(operation('a', 'unknown'), unknownHistory());
    expect(lines.some(({ tone }) => tone === 'err')).toBe(false);
    const known = linesOf(operation('a', 'unknown'), [line(1, 'unknown', { why: 'never heard of' })]);
    expect(known[0]?.title).toBe('Исход неизвестен');
  });

  it('a refusal says that no money moved, in the words of the service', () => {
    const [only] = linesOf(operation('a', 'rejected'), [
      line(1, 'rejected', { code: 'refused_by_service', answer: '422 Not enough' }),
    ]);
    expect(only?.title).toContain('деньги не двигались');
    expect(only?.quote).toBe('Ответ: «422 Not enough»');
  });

  it('a person stands by the name, the program without one', () => {
    const lines = linesOf(operation('a', 'closed_absent'), [
      line(1, 'intent'),
      line(2, 'closed', { verdict: 'absent', reason: 'Not there' }),
    ]);
    expect(lines[0]?.notes).toContain('Sokolova E. P.');
    expect(lines[0]?.quote).toContain('Not there');
    expect(lines[1]?.notes).not.toContain('Sokolova E. P.');
  });

  it('another day is told with its date', () => {
    expect(moment('2026-11-22T00:10:00.250+03:00', '2026-11-21T23:59:00+03:00')).toBe(
      '22.11.2026 00:10:00,250',
    );
    expect(moment('2026-11-21T23:59:30+03:00', '2026-11-21T23:59:00+03:00')).toBe('23:59:30');
  });
});

describe('what comes next', () => {
  const now = Date.parse('2026-11-21T14:29:18+03:00');

  it('after the last look a person decides', () => {
    expect(nextLine(operation('a', 'unknown', { checks: 5 }), now)?.title).toContain('решение за человеком');
    expect(nextLine(operation('a', 'unknown', { checking: true }), now)?.title).toContain('Идёт сверка 1');
  });

  it('what waits in a register is not told as being sent', () => {
    expect(nextLine(operation('a', 'waiting', { payout: 'p' }), now)?.title).toContain('ещё не отправлен');
    expect(nextLine(operation('a', 'accepted'), now)).toBeNull();
  });
});

describe('the way', () => {
  it('shows nothing as passed that did not happen', () => {
    expect(looks(operation('a', 'waiting'), false)).toEqual(['ok', 'now', 'ahead', 'ahead']);
    expect(looks(operation('a', 'cancelled'), false)).toEqual(['ok', 'ok', 'off', 'off']);
    expect(looks(operation('a', 'not_sent'), false)).toEqual(['ok', 'ok', 'off', 'off']);
    expect(looks(operation('a', 'sent'), false)).toEqual(['ok', 'ok', 'now', 'ahead']);
    expect(looks(operation('a', 'rejected'), false)).toEqual(['ok', 'ok', 'ok', 'err']);
    expect(looks(operation('a', 'accepted'), true)).toEqual(['ok', 'ok', 'ok', 'unk', 'ok']);
    expect(looks(operation('a', 'closed_exists'), true)).toEqual(['ok', 'ok', 'ok', 'unk', 'off']);
  });
});
