import { cleanup, fireEvent } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskFailure, forget, type FileView, type Host, type SavedFiles } from '$host';
import type { Double } from '$host/double';
import { axeProblems } from '$shared/axe';
import { dismiss, toasts } from '$shared/toasts.svelte';
import { entriesOf } from '../documents/slots';
import {
  answers,
  at,
  deskWith,
  drop,
  error,
  granted,
  has,
  ID,
  key,
  newPark,
  open,
  PARK,
  press,
  serviceFile,
  settle,
  textAt,
  upload,
} from '../testing';
import type { OpenPage, OpenPdf } from './pdf';

/** pdf.js draws in a real browser only; here a PDF of three pages, or what its opening stopped on. */
const pdf = vi.hoisted(() => ({ fails: '', drawn: [] as { scale: number; turn: number }[], lying: 0 }));
vi.mock('./pdf', () => {
  class PdfObstacle extends Error {
    constructor(readonly reason: string) {
      super(reason);
    }
  }
  const page: OpenPage = {
    size: { width: 794, height: 1123 },
    draw: (_, scale, turn) => {
      pdf.drawn.push({ scale, turn });
      return { done: Promise.resolve(), stop: () => undefined };
    },
  };
  return {
    PdfObstacle,
    openPdf: async (): Promise<OpenPdf> => {
      if (pdf.fails) throw new PdfObstacle(pdf.fails);
      const lying: OpenPage = { ...page, size: { width: 1123, height: 794 } };
      const pageAt = async (number: number) => (number === pdf.lying ? lying : page);
      return { pages: 3, page: pageAt, close: () => undefined };
    },
  };
});

const view = (change: Partial<FileView> = {}): FileView => ({
  kind: 'jpeg',
  name: 'document_11.jpg',
  bytes: 2_516_582,
  sha256: 'c0ffee'.repeat(10),
  url: 'data:image/jpeg;base64,AA==',
  pdf: null,
  width: 3000,
  height: 2000,
  ...change,
});
const asPdf = view({ kind: 'pdf', url: null, pdf: 'JVBERg==', width: null, height: null });
const three = {
  '1': [serviceFile('11', { created_at: '2026-11-12T10:00:00+03:00' })],
  '2': [serviceFile('12')],
  others: [serviceFile('13')],
};
const saved = (change: Partial<SavedFiles> = {}): SavedFiles => ({
  folder: 'Загрузки',
  files: ['document_11.jpg'],
  failed: [],
  ...change,
});

let double: Double;
const asked = () => double.calls('viewApplicationFile').map(([, , id]) => id);
const viewer = () => at('viewer').dataset;
const scale = () => textAt('viewer-scale');

async function show(own: Partial<Host> = {}, thumb = 'slot-view-1-11') {
  double = answers({
    jumpGetApplication: async () => deskWith(three),
    viewApplicationFile: async () => view(),
    ...own,
  });
  await open();
  at(thumb).focus();
  await press(thumb);
}
async function pictureCame() {
  await fireEvent.load(at('viewer-picture'));
  await settle();
}

beforeEach(() => {
  forget();
  newPark();
  toasts().forEach((shown) => dismiss(shown.id));
  pdf.fails = '';
  pdf.drawn = [];
  pdf.lying = 0;
});
afterEach(() => {
  cleanup();
  double.restore();
});

describe('a picture', () => {
  it('is shown whole, with what it is', async () => {
    await show();
    expect(double.calls('viewApplicationFile')).toEqual([[PARK, ID, '11']]);
    expect(viewer()['state']).toBe('loading');
    await pictureCame();
    expect(viewer()).toMatchObject({ state: 'shown', kind: 'jpeg' });
    expect(textAt('viewer-details')).toMatch(
      /фото JPEG 2,4 МБ 3 000 × 2 000 точек 12\.11\.2026 10:00 SHA-256 c0ffee/,
    );
    expect(await axeProblems()).toEqual([]);
  });

  it('Esc closes it and leads back to the thumbnail that opened it', async () => {
    await show();
    await pictureCame();
    await key('ArrowRight');
    await key('Escape');
    expect(has('viewer')).toBe(false);
    expect(document.activeElement).toBe(at('slot-view-1-11'));
  });

  it('the documents under it take neither focus nor keys', async () => {
    await show({ takeDroppedFiles: async () => [granted('a.jpg'), granted('b.jpg')] });
    await drop(double, 'viewer', 2);
    const slot = (at('tray-slot-0') as HTMLSelectElement).value;
    await key('Digit7');
    await key('Enter', { code: 'Enter', ctrlKey: true });
    await key('Insert');
    expect(at('slot-1').closest('section')?.inert).toBe(true);
    expect((at('tray-slot-0') as HTMLSelectElement).value).toBe(slot);
    expect(double.calls('jumpUploadApplicationFile')).toEqual([]);
    expect(double.calls('chooseFiles')).toEqual([]);
  });

  it('zooms in steps between 25 and 400 %, and fits again', async () => {
    await show();
    await pictureCame();
    expect(scale()).toBe('100 %');
    await press('viewer-zoom-in');
    expect(scale()).toBe('125 %');
    await key('Minus');
    await key('Minus');
    expect(scale()).toBe('75 %');
    for (let press = 0; press < 12; press++) await key('Equal');
    expect(scale()).toBe('400 %');
    expect(at('viewer-zoom-in').getAttribute('aria-disabled')).toBe('true');
    await fireEvent.wheel(at('viewer-stage'), { ctrlKey: true, deltaY: 100 });
    await settle();
    expect(scale()).toBe('348 %');
    await fireEvent.wheel(at('viewer-stage'), { deltaY: 100 });
    await settle();
    expect(scale()).toBe('348 %');
    for (let press = 0; press < 14; press++) await key('NumpadSubtract');
    expect(scale()).toBe('25 %');
    await key('Digit0');
    expect(scale()).toBe('100 %');
  });

  it('turns the look only, and says so once', async () => {
    const turn = () => at('viewer-picture').dataset['turn'];
    await show();
    await pictureCame();
    await key('KeyR');
    expect(turn()).toBe('90');
    await key('KeyR', { shiftKey: true });
    await press('viewer-rotate-left');
    expect(turn()).toBe('270');
    await press('viewer-rotate-right');
    expect(turn()).toBe('0');
    expect(toasts().map((shown) => shown.text)).toEqual(['Повёрнут только просмотр. Файл не изменился.']);
  });

  it('a drag pans it', async () => {
    await show();
    await pictureCame();
    const stage = at('viewer-stage');
    Object.defineProperties(stage, { clientWidth: { value: 500 }, clientHeight: { value: 400 } });
    [stage.scrollLeft, stage.scrollTop] = [100, 100];
    const on = (x: number, y: number) => ({ clientX: x, clientY: y, button: 0 });
    const pointer = (type: string, x: number, y: number) =>
      stage.dispatchEvent(new MouseEvent(type, { bubbles: true, ...on(x, y) }));
    pointer('pointerdown', 50, 50);
    pointer('pointermove', 30, 90);
    expect([stage.scrollLeft, stage.scrollTop]).toEqual([120, 60]);
    pointer('pointerup', 30, 90);
    pointer('pointermove', 0, 0);
    expect([stage.scrollLeft, stage.scrollTop]).toEqual([120, 60]);
  });
});

describe('another file', () => {
  it('comes with arrows and buttons, through slots and other files, and not past the ends', async () => {
    await show();
    expect(at('viewer-previous').getAttribute('aria-disabled')).toBe('true');
    await key('ArrowRight');
    await key('PageDown');
    await key('ArrowRight');
    expect(asked()).toEqual(['11', '12', '13']);
    expect(textAt('viewer')).toContain('Другие файлы 3 из 3');
    expect(at('viewer-next').getAttribute('aria-disabled')).toBe('true');
    await press('viewer-previous');
    await key('ArrowLeft');
    // They were kept: the service is asked once.
    expect(asked()).toEqual(['11', '12', '13']);
    expect(textAt('viewer')).toContain('1 из 3');
  });

  it('begins fitted and upright', async () => {
    await show();
    await pictureCame();
    await key('Equal');
    await key('KeyR');
    await key('ArrowRight');
    await pictureCame();
    expect(scale()).toBe('100 %');
    expect(at('viewer-picture').dataset['turn']).toBe('0');
  });

  it('an answer that comes late is not shown as the next file', async () => {
    const late: ((view: FileView) => void)[] = [];
    await show({ viewApplicationFile: () => new Promise((come) => late.push(come)) });
    await key('ArrowRight');
    late[1]?.(view({ sha256: 'second'.repeat(10) }));
    await settle();
    late[0]?.(view({ sha256: 'first'.repeat(10) }));
    await settle();
    expect(textAt('viewer-details')).toContain('SHA-256 second');
  });
});

describe('beside the card', () => {
  it('keys in a field of the card move and turn nothing', async () => {
    await show();
    await pictureCame();
    const field = document.createElement('input');
    document.body.append(field);
    field.focus();
    for (const code of ['ArrowRight', 'KeyR', 'Equal', 'Escape']) await key(code);
    expect(asked()).toEqual(['11']);
    expect(scale()).toBe('100 %');
    expect(at('viewer-picture').dataset['turn']).toBe('0');
  });

  it('Esc with the focus on the scan leaves what is typed in the card', async () => {
    await show();
    await pictureCame();
    await press('application-edit-person');
    expect(has('application-last_name')).toBe(true);
    at('viewer-stage').focus();
    await key('Escape');
    expect(has('viewer')).toBe(false);
    expect(has('application-last_name')).toBe(true);
  });

  it('on a narrow window it is a modal dialog', async () => {
    vi.stubGlobal('matchMedia', () => ({
      matches: false,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }));
    await show();
    vi.unstubAllGlobals();
    await pictureCame();
    expect(at('viewer').getAttribute('role')).toBe('dialog');
    expect(at('viewer').getAttribute('aria-modal')).toBe('true');
    expect(await axeProblems()).toEqual([]);
  });
});

describe('a PDF', () => {
  it('draws its pages and walks through them', async () => {
    await show({ viewApplicationFile: async () => asPdf });
    await vi.waitFor(() => expect(viewer()['state']).toBe('shown'));
    await settle();
    expect(viewer()['kind']).toBe('pdf');
    for (const page of [1, 2, 3]) expect(at(`viewer-page-${page}`).dataset['rendered']).toBe('true');
    expect(textAt('viewer-pages')).toBe('Страница 1 из 3');
    await key('PageDown');
    await key('PageDown');
    await key('PageDown');
    expect(textAt('viewer-pages')).toBe('Страница 3 из 3');
    await key('PageUp');
    expect(textAt('viewer-pages')).toBe('Страница 2 из 3');
    expect(await axeProblems()).toEqual([]);
  });

  it('a page that lies among upright ones does not push them out of sight', async () => {
    vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(585.5);
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(585.5);
    pdf.lying = 2;
    await show({ viewApplicationFile: async () => asPdf });
    await vi.waitFor(() => expect(viewer()['state']).toBe('shown'));
    await settle();
    vi.restoreAllMocks();
    expect(textAt('viewer-scale').replace('\u00a0', ' ')).toBe('50 %');
  });

  it('is drawn anew at another scale and turn', async () => {
    await show({ viewApplicationFile: async () => asPdf });
    await vi.waitFor(() => expect(viewer()['state']).toBe('shown'));
    await press('viewer-zoom-in');
    await press('viewer-rotate-right');
    await settle();
    expect(pdf.drawn.at(-1)).toEqual({ scale: 1.25, turn: 90 });
  });

  it.each([
    ['encrypted', 'Файл зашифрован'],
    ['broken', 'Файл повреждён'],
    ['noReader', 'Просмотр PDF не запустился'],
  ])('%s is said, asks for nothing and can be saved', async (reason, title) => {
    pdf.fails = reason;
    await show({ viewApplicationFile: async () => asPdf, saveApplicationFiles: async () => saved() });
    await vi.waitFor(() => expect(viewer()['state']).toBe('failed'));
    await settle();
    expect(textAt('viewer')).toContain(title);
    expect(document.querySelector('[data-testid=viewer] input')).toBeNull();
    await press('viewer-trouble-save');
    expect(double.calls('saveApplicationFiles')).toEqual([[PARK, ID, ['11'], 'Куда сохранить документы']]);
  });
});

describe('a file that cannot be seen', () => {
  it.each([
    [view({ url: null }), 'Файл повреждён'],
    [view({ kind: 'other', url: null }), 'Файл такого вида здесь не показать'],
  ])('says what happened (%#)', async (came, title) => {
    await show({ viewApplicationFile: async () => came });
    expect(viewer()['state']).toBe('failed');
    expect(textAt('viewer')).toContain(title);
    expect(await axeProblems()).toEqual([]);
  });

  it('a picture that the window cannot draw is damaged', async () => {
    await show();
    await fireEvent.error(at('viewer-picture'));
    await settle();
    expect(viewer()['state']).toBe('failed');
    expect(has('viewer-trouble-save')).toBe(true);
  });

  it('a call that failed can be made again', async () => {
    let calls = 0;
    await show({
      viewApplicationFile: async () => {
        if (calls++ === 0) throw new DeskFailure(error('service_down'));
        return view();
      },
    });
    expect(viewer()['state']).toBe('failed');
    const again = [...at('viewer').querySelectorAll('button')].find((one) =>
      /Повторить/.test(one.textContent),
    );
    await fireEvent.click(again!);
    await settle();
    await pictureCame();
    expect(viewer()['state']).toBe('shown');
  });
});

describe('saving', () => {
  it('works in a read-only park, and tells the folder', async () => {
    newPark(true);
    await show({ saveApplicationFiles: async () => saved() });
    await press('viewer-save');
    expect(toasts()[0]).toMatchObject({ title: 'document_11.jpg', text: 'сохранён в папку «Загрузки»' });
  });

  it('a closed dialog tells nothing', async () => {
    await show({ saveApplicationFiles: async () => null });
    await press('viewer-save');
    expect(toasts()).toEqual([]);
    expect(textAt('save-note')).toBe('');
  });

  it('all documents go at once; what failed stays said until it is seen', async () => {
    await show({
      saveApplicationFiles: async () => saved({ files: ['a.jpg', 'b.jpg'], failed: ['document_13.jpg'] }),
    });
    await key('Escape');
    await press('documents-save-all');
    expect(double.calls('saveApplicationFiles')).toEqual([
      [PARK, ID, ['11', '12', '13'], 'Куда сохранить документы'],
    ]);
    expect(toasts()[0]?.text).toBe('Сохранено 2 файла в папку «Загрузки»');
    expect(textAt('save-note')).toMatch(/Не сохранено файлов: 1 из 3\..*document_13\.jpg/);
    await fireEvent.click(at('save-note').querySelector('button')!);
    await settle();
    expect(textAt('save-note')).toBe('');
  });

  it('a folder that takes nothing is said, and no success with it', async () => {
    await show({
      saveApplicationFiles: async () => {
        throw new DeskFailure(error('file_not_saved'));
      },
    });
    await press('viewer-save');
    expect(textAt('viewer')).toContain('Файл не сохранился');
    expect(toasts()).toEqual([]);
  });
});

describe('the menu of a slot', () => {
  const two = [
    serviceFile('21', { created_at: '2026-11-20T10:00:00+03:00' }),
    serviceFile('22', { created_at: '2026-11-12T10:00:00+03:00' }),
  ];

  it('saves the files of the slot, the newest first', async () => {
    await show(
      { jumpGetApplication: async () => deskWith({ '1': two }), saveApplicationFiles: async () => saved() },
      'slot-view-1-22',
    );
    await key('Escape');
    await press('slot-menu-1');
    await press('slot-save-1');
    expect(double.calls('saveApplicationFiles')).toEqual([
      [PARK, ID, ['21', '22'], 'Куда сохранить документы'],
    ]);
    expect(textAt('slot-1')).toMatch(/20\.11\.2026 10:00.*Jump их не удаляет.*12\.11\.2026 10:00/);
  });

  it('replaces by a new file in that slot and says that the old one stays', async () => {
    await show({ chooseFiles: async () => [granted('новое.jpg')] });
    await key('Escape');
    await press('slot-menu-1');
    expect(textAt('slot-replace-1')).toContain('прежний файл останется в Jump');
    await press('slot-replace-1');
    expect(double.calls('jumpUploadApplicationFile')).toEqual([
      [PARK, ID, [{ token: 'token of новое.jpg', slot: '1' }]],
    ]);
  });

  it('replaces nothing in a read-only park', async () => {
    newPark(true);
    await show();
    await key('Escape');
    await press('slot-menu-1');
    await press('slot-replace-1');
    expect(double.calls('chooseFiles')).toEqual([]);
  });

  it('files without a day keep the order of the service; uploads of this run come first', () => {
    const names = (files: typeof two, uploads = [upload('new', '1', { phase: 'done' })]) => {
      const data = deskWith({ '1': files });
      return entriesOf(data.slots[0]!, data, uploads).map((entry) => entry.file?.id ?? entry.upload?.id);
    };
    expect(names(two)).toEqual(['new', '21', '22']);
    expect(names([two[1]!, two[0]!], [])).toEqual(['21', '22']);
    expect(names([serviceFile('1'), serviceFile('2')], [])).toEqual(['2', '1']);
  });
});
