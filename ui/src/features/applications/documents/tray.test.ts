import { describe, expect, it } from 'vitest';
import { meaningOf, proposeSlot, type SlotChoice } from './proposeSlot';
import { entriesOf, stateOf } from './slots';
import { deskWith, documents, granted, serviceFile, upload } from '../testing';
import { daysUntil, maskNumber, maskVin, refusalText, size, sizeOf } from '../texts';
import {
  assigned,
  emptyTray,
  partDuplicates,
  unassigned,
  withFiles,
  withoutItem,
  withoutSent,
  withRefused,
} from './tray';

const slots = (filled: string[] = []): SlotChoice[] =>
  documents.map((title, index) => ({
    code: String(index + 1),
    title,
    filled: filled.includes(String(index + 1)),
  }));
const proposed = (name: string, filled: string[] = [], taken: string[] = []) =>
  proposeSlot(name, slots(filled), new Set(taken));

describe('the proposed slot', () => {
  it.each([
    ['ВУ.jpg', '1'],
    ['права Примерова.png', '1'],
    ['vu_2.jpg', '6'],
    ['ву оборот.jpg', '6'],
    ['license-back.jpg', '6'],
    ['СТС.pdf', '2'],
    ['sts_oborot.jpg', '7'],
    ['паспорт.jpg', '3'],
    ['Паспорт с пропиской.jpg', '4'],
    ['propiska.pdf', '4'],
    ['селфи с паспортом.jpg', '5'],
    ['selfie.heic.jpg', '5'],
  ])('%s goes to slot %s', (name, code) => expect(proposed(name)).toBe(code));

  it('a word inside another word tells nothing', () => {
    expect(meaningOf('вулкан')).toBeNull();
    expect(meaningOf('костстс')).toBeNull();
  });

  it('a nameless photo goes to the next empty slot, never silently on top of another file', () => {
    expect(proposed('IMG_0034.jpg', ['1'])).toBe('2');
    expect(proposed('IMG_0034.jpg', ['1'], ['2', '3'])).toBe('4');
    expect(proposed('IMG_0034.jpg', ['1', '2', '3', '4', '5', '6', '7'])).toBe('');
  });

  it('a second file of one document takes its other side', () => {
    expect(proposed('ву.jpg', [], ['1'])).toBe('6');
  });

  it('a slot that is filled is proposed when the name says so', () => {
    expect(proposed('стс.jpg', ['2'])).toBe('2');
  });

  it('titles are read, not numbers', () => {
    const walking = [
      { code: '40', title: 'Страница прописки в паспорте', filled: false },
      { code: '30', title: 'Разворот паспорта', filled: false },
    ];
    expect(proposeSlot('паспорт.jpg', walking, new Set())).toBe('30');
  });
});

describe('the tray', () => {
  const three = withFiles(emptyTray, [granted('ву.jpg'), granted('стс.jpg'), granted('IMG.jpg')], slots());

  it('proposes a slot of its own to each file', () => {
    expect(three.items.map((one) => one.slot)).toEqual(['1', '2', '3']);
    expect(unassigned(assigned(three, 1, ''))).toBe(1);
  });

  it('a file under which the list moved is not the one that goes', () => {
    const chosen = { ...three, selected: 2 };
    expect(withoutItem(chosen, 0).selected).toBe(1);
    expect(withoutItem(chosen, 2).selected).toBe(1);
    expect(withoutItem(withoutItem(withoutItem(three, 0), 0), 0).selected).toBe(0);
  });

  it('what came while the others were being sent stays', () => {
    const more = withFiles(three, [granted('селфи.jpg')], slots());
    expect(withoutSent(more, three.items).items.map((one) => one.file.name)).toEqual(['селфи.jpg']);
  });

  it('a slot speaks of the last file it refused only', () => {
    const first = withRefused(three, [granted('a.gif', { refused: 'wrong_kind' })], '2');
    const second = withRefused(first, [granted('b.gif', { refused: 'wrong_kind' })], '2');
    expect(second.refused.map((one) => one.file.name)).toEqual(['b.gif']);
  });

  it('the same bytes are found in the tray, in one pile and among uploads, but not after a failure', () => {
    const twin = granted('другое имя.jpg', { sha256: 'hash of ву.jpg' });
    expect(partDuplicates([twin], three, []).duplicates[0]?.sameAs.name).toBe('ву.jpg');
    expect(partDuplicates([granted('x'), granted('x')], emptyTray, []).fresh).toHaveLength(1);
    const sent = upload('u', '4', { sha256: 'hash of x', phase: 'unknown' });
    expect(partDuplicates([granted('x')], emptyTray, [sent]).duplicates[0]?.sameAs.slot).toBe('4');
    const failed = { ...sent, phase: 'failed' as const };
    expect(partDuplicates([granted('x')], emptyTray, [failed]).duplicates).toEqual([]);
  });
});

describe('a slot', () => {
  it('shows what needs a person before what is well', () => {
    const desk = deskWith({ '2': [serviceFile('1')] });
    const uploads = [upload('a', '2', { phase: 'unknown' }), upload('b', '2', { phase: 'sending' })];
    expect(entriesOf(desk.slots[1]!, desk, uploads).map(stateOf)).toEqual(['unknown', 'uploading', 'done']);
  });

  it('a file and the upload that brought it are one', () => {
    const desk = deskWith({ '2': [serviceFile('55')] });
    const sent = upload('a', '2', { phase: 'done', file_id: '55', verification: 'same_bytes' });
    const entries = entriesOf(desk.slots[1]!, desk, [sent]);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ upload: { id: 'a' }, file: { id: '55' } });
  });
});

describe('texts', () => {
  it('sizes have one decimal and a comma', () => {
    expect(size(3_460_300)).toBe('3,3 МБ');
    expect(size(2_000)).toBe('2 КБ');
    expect(sizeOf(2_202_009, 3_460_300)).toBe('2,1 из 3,3 МБ');
  });

  it('every reason of refusal has words, an unknown one too', () => {
    const reasons = ['too_large', 'wrong_kind', 'heic', 'empty', 'not_a_file', 'unreadable', 'damaged'];
    const params = { megabytes: '12.4', limit: '10', found: 'gif' };
    const texts = [...reasons, 'of_tomorrow'].map((refused) =>
      refusalText(granted('x', { refused, refused_params: params })),
    );
    expect(new Set(texts).size).toBe(8);
    expect(texts[0]).toContain('Файл 12,4 МБ, а можно до 10 МБ');
    expect(texts[1]).toContain('картинка GIF');
    expect(texts.join()).not.toContain('{');
  });

  it('papers are masked', () => {
    expect(maskVin('Z94C2DEMO00004417')).toBe('Z94C2•••••• 4417');
    expect(maskNumber('AF0291744')).toBe('••••• 1744');
    expect(maskNumber('123')).toBe('•••');
  });

  it('days are counted by dates', () => {
    expect(daysUntil('2027-02-03', '2026-11-21')).toBe(74);
    expect(daysUntil('2026-11-20', '2026-11-21')).toBe(-1);
    expect(daysUntil('soon', '2026-11-21')).toBeNull();
  });
});
