import { cleanup, fireEvent, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeskFailure, forget, type GrantedFile } from '$host';
import type { Double } from '$host/double';
import { axeProblems } from '$shared/axe';
import * as page from '../testing';
import {
  answers,
  at,
  deskWith,
  drop,
  error,
  granted,
  has,
  hover,
  ID,
  key,
  newPark,
  open,
  PARK,
  press,
  serviceFile,
  settle,
  slotState,
  textAt,
  upload,
} from '../testing';

let double: Double;
const sent = () => double.calls('jumpUploadApplicationFile');
const dropping = (...files: GrantedFile[]) => ({ takeDroppedFiles: async () => files });

beforeEach(() => {
  forget();
  newPark();
});
afterEach(() => {
  cleanup();
  double.restore();
});

describe('a drop', () => {
  it('one file on a slot is sent to that slot of that application', async () => {
    double = answers(dropping(granted('IMG.jpg')));
    await open();
    await drop(double, 'slot-5');
    expect(double.calls('takeDroppedFiles')).toEqual([[PARK]]);
    expect(sent()).toEqual([[PARK, ID, [{ token: 'token of IMG.jpg', slot: '5' }]]]);
    expect(slotState('5')).toBe('queued');
  });

  it('the slot under the files reacts, and no longer when they leave', async () => {
    double = answers();
    await open();
    await hover(double, 'slot-4');
    expect(slotState('4')).toBe('over');
    expect(textAt('slot-4')).toContain('Отпустите файл здесь');
    double.emit('filesLeft', null);
    await settle();
    expect(slotState('4')).toBe('empty');
  });

  it('over a filled slot says that both files stay', async () => {
    double = answers({ jumpGetApplication: async () => deskWith({ '2': [serviceFile('1')] }) });
    await open();
    await hover(double, 'slot-2');
    expect(textAt('slot-2')).toContain('В Jump останутся оба');
  });

  it('a file that cannot be sent says why in its slot and is not sent', async () => {
    double = answers(dropping(granted('Фото.heic', { refused: 'heic', sha256: '' })));
    await open();
    await drop(double, 'slot-2');
    expect(slotState('2')).toBe('refused');
    expect(textAt('file-refused-0')).toMatch(/Фото\.heic.*HEIC сервис не принимает/);
    expect(sent()).toEqual([]);
    await fireEvent.click(screen.getByRole('button', { name: /Убрать из списка: Фото/ }));
    expect(slotState('2')).toBe('empty');
    expect(double.calls('revokeFile')).toEqual([['token of Фото.heic']]);
  });

  it('when sending to a slot stops, the file waits in the tray with that slot', async () => {
    double = answers({
      ...dropping(granted('IMG.jpg')),
      jumpUploadApplicationFile: async () => {
        throw new DeskFailure(error('no_key'));
      },
    });
    await open();
    await drop(double, 'slot-5');
    expect((at('tray-slot-0') as HTMLSelectElement).value).toBe('5');
    expect(document.body.textContent).toContain('Нет ключа для этого подключения');
  });

  it('on a read-only park sends nothing and says why', async () => {
    newPark(true);
    double = answers(dropping(granted('IMG.jpg')));
    await open();
    await drop(double, 'slot-5');
    expect(double.calls('takeDroppedFiles')).toEqual([]);
    expect(document.body.textContent).toContain('Парк открыт только для чтения');
    expect(at('slot-choose-5').getAttribute('aria-disabled')).toBe('true');
    await press('slot-choose-5');
    await key('Insert');
    expect(double.calls('chooseFiles')).toEqual([]);
  });

  it('without an open application takes no file', async () => {
    double = answers(dropping(granted('IMG.jpg')));
    await open(null);
    await drop(double, 'applications-search');
    expect(double.calls('takeDroppedFiles')).toEqual([]);
  });
});

describe('the tray', () => {
  const three = [granted('стс.jpg'), granted('селфи.jpg'), granted('IMG_0034.jpg')];
  const slotAt = (index: number) => (at(`tray-slot-${index}`) as HTMLSelectElement).value;

  it('a pile is sent only after the user has confirmed the slots', async () => {
    double = answers(dropping(...three));
    await open();
    await drop(double, 'slot-1', 3);
    expect(sent()).toEqual([]);
    expect([0, 1, 2].map(slotAt)).toEqual(['2', '5', '1']);
    await fireEvent.change(at('tray-slot-2'), { target: { value: '4' } });
    await settle();
    expect(textAt('tray-send')).toContain('Отправить 3 файла');
    await press('tray-send');
    expect(sent()[0]?.[2]).toEqual([
      { token: 'token of стс.jpg', slot: '2' },
      { token: 'token of селфи.jpg', slot: '5' },
      { token: 'token of IMG_0034.jpg', slot: '4' },
    ]);
    expect(has('tray-item-0')).toBe(false);
    expect(slotState('4')).toBe('queued');
  });

  it('keys alone are enough: choose, give a slot, take away, send', async () => {
    double = answers({ chooseFiles: async () => three });
    await open();
    await key('Insert');
    const row = () => at('tray').querySelector<HTMLElement>('[data-row][tabindex="0"]')!;
    row().focus();
    await key('ArrowDown');
    await key('Digit7');
    expect([0, 1, 2].map(slotAt)).toEqual(['2', '7', '1']);
    await key('Delete');
    expect(double.calls('revokeFile')).toEqual([['token of селфи.jpg']]);
    expect(at('tray').contains(document.activeElement)).toBe(true);
    await key('Numpad3');
    await key('Enter', { code: 'Enter', ctrlKey: true });
    expect(sent()[0]?.[2]).toEqual([
      { token: 'token of стс.jpg', slot: '2' },
      { token: 'token of IMG_0034.jpg', slot: '3' },
    ]);
  });

  it('a file without a slot holds the sending and says so', async () => {
    double = answers(dropping(...three));
    await open();
    await drop(double, 'tray', 3);
    await fireEvent.change(at('tray-slot-1'), { target: { value: '' } });
    await settle();
    expect(textAt('tray')).toContain('У 1 файла не выбран слот');
    await press('tray-send');
    await key('Enter', { code: 'Enter', ctrlKey: true });
    expect(sent()).toEqual([]);
  });

  it('refused files stand apart with their reasons and never travel with the others', async () => {
    const large = granted('скан.jpg', {
      refused: 'too_large',
      refused_params: { megabytes: '12.4', limit: '10' },
      sha256: '',
    });
    const folder = granted('папка', { refused: 'not_a_file', sha256: '' });
    double = answers(dropping(granted('стс.jpg'), large, folder));
    await open();
    await drop(double, 'tray', 3);
    expect(textAt('file-refused-0')).toContain('Файл 12,4 МБ, а можно до 10 МБ');
    expect(textAt('file-refused-1')).toContain('а папка или ярлык');
    await press('tray-send');
    expect(sent()[0]?.[2]).toEqual([{ token: 'token of стс.jpg', slot: '2' }]);
  });

  it('waits while another application is looked at', async () => {
    double = answers(dropping(...three));
    await open();
    await drop(double, 'tray', 3);
    cleanup();
    await open('777');
    expect(has('tray-item-0')).toBe(false);
    cleanup();
    await open();
    expect(has('tray-item-2')).toBe(true);
  });
});

describe('the same file twice', () => {
  const uploaded = {
    uploads: async () => [upload('a', '3', { phase: 'done', sha256: 'hash of копия.jpg' })],
  };

  it('is not sent again without a question', async () => {
    double = answers({ ...uploaded, ...dropping(granted('копия.jpg')) });
    await open();
    await drop(double, 'slot-5');
    expect(sent()).toEqual([]);
    expect(textAt('twice')).toMatch(/копия\.jpg — то же, что scan_a\.jpg в слоте «Разворот паспорта»/);
    expect(document.activeElement).toBe(at('twice-skip'));
    await key('Escape');
    expect(has('twice')).toBe(false);
    expect(sent()).toEqual([]);
    expect(double.calls('revokeFile')).toHaveLength(1);
  });

  it('goes to the slot it was dropped on when the user insists', async () => {
    double = answers({ ...uploaded, ...dropping(granted('копия.jpg')) });
    await open();
    await drop(double, 'slot-5');
    await press('twice-add');
    expect(sent()[0]?.[2]).toEqual([{ token: 'token of копия.jpg', slot: '5' }]);
  });
});

describe('uploads', () => {
  it('progress is told in percent and megabytes, and the upload can be stopped', async () => {
    double = answers({
      uploads: async () => [upload('a', '2')],
      cancelUpload: async () => upload('a', '2', { phase: 'cancelled' }),
    });
    await open();
    double.emit('uploadChanged', upload('a', '2', { phase: 'sending', sent: 2_202_009 }));
    await settle();
    expect(slotState('2')).toBe('uploading');
    expect(textAt('upload-a')).toContain('63 %');
    expect(textAt('upload-a')).toContain('2,1 из 3,3 МБ');
    await fireEvent.click(screen.getByRole('button', { name: 'Остановить отправку' }));
    await settle();
    expect(slotState('2')).toBe('cancelled');
    expect(textAt('slot-2')).toContain('Файл не отправлен');
  });

  it('another application’s upload does not show here', async () => {
    double = answers();
    await open();
    double.emit('uploadChanged', upload('a', '2', { application_id: '1' }));
    await settle();
    expect(slotState('2')).toBe('empty');
  });

  it.each([
    ['same_bytes', 'совпадает байт в байт'],
    ['changed_by_service', 'сервис изменил файл'],
    ['unverifiable', 'отправлено, сверить нельзя'],
  ] as const)('done and %s says «%s» and reads the application again', async (verification, text) => {
    double = answers({ uploads: async () => [upload('a', '2', { phase: 'verifying' })] });
    await open();
    expect(textAt('upload-a')).toContain('сверяем');
    double.emit('uploadChanged', upload('a', '2', { phase: 'done', verification }));
    await settle();
    expect(textAt('upload-a')).toContain(text);
    expect(at('upload-a').dataset['verification']).toBe(verification);
    expect(double.calls('jumpGetApplication')).toHaveLength(2);
    expect(textAt('documents-count')).toBe('1 из 7');
  });

  it('an unknown outcome is called unknown, is announced, and is looked up before sending', async () => {
    double = answers({
      uploads: async () => [upload('a', '2', { phase: 'sending' })],
      retryUpload: async () => upload('a', '2', { phase: 'verifying' }),
    });
    await open();
    double.emit('uploadChanged', upload('a', '2', { phase: 'unknown', error: error('outcome_unknown') }));
    await settle();
    expect(slotState('2')).toBe('unknown');
    expect(textAt('slot-2')).toContain('Неизвестно — ответ потерян, файл не найден. Проверьте в Jump.');
    expect(textAt('documents-count')).toBe('0 из 7');
    expect(screen.getByRole('alert').textContent).toContain('исход неизвестен');
    await fireEvent.click(screen.getByRole('button', { name: 'Проверить и отправить' }));
    await settle();
    expect(double.calls('retryUpload')).toEqual([['a']]);
    expect(slotState('2')).toBe('verifying');
  });

  it('a failure says why and that nothing has changed; retry and dismissal work', async () => {
    const failed = upload('a', '2', {
      phase: 'failed',
      error: error('refused_by_service', { detail: 'Формат не поддерживается' }),
    });
    double = answers({
      uploads: async () => [failed],
      retryUpload: async () => upload('a', '2'),
    });
    await open();
    expect(textAt('slot-2')).toMatch(/Jump не принял данные.*ничего не изменилось.*Формат не поддерживается/);
    expect(textAt('slot-2')).toContain('trace-42');
    await fireEvent.click(screen.getByRole('button', { name: 'Повторить' }));
    await settle();
    expect(slotState('2')).toBe('queued');
    double.emit('uploadChanged', failed);
    await settle();
    await fireEvent.click(screen.getByRole('button', { name: 'Убрать из списка: scan_a.jpg' }));
    await settle();
    expect(double.calls('dismissUpload')).toEqual([['a']]);
    expect(slotState('2')).toBe('empty');
  });

  it('an event that overtakes the list is not undone by it', async () => {
    double = answers({
      uploads: async () => {
        double.emit('uploadChanged', upload('a', '2', { phase: 'done', verification: 'same_bytes' }));
        return [upload('a', '2', { phase: 'sending' })];
      },
    });
    await open();
    expect(at('upload-a').dataset['phase']).toBe('done');
  });

  it('an upload whose answer comes after its event is not set back', async () => {
    double = answers({
      ...dropping(granted('IMG.jpg')),
      jumpUploadApplicationFile: async () => {
        double.emit('uploadChanged', upload('a', '5', { phase: 'sending', sent: 10 }));
        return [upload('a', '5')];
      },
    });
    await open();
    await drop(double, 'slot-5');
    expect(slotState('5')).toBe('uploading');
  });
});

describe('the application', () => {
  it('files of the service stand in their slots, the rest under other files', async () => {
    double = answers({
      jumpGetApplication: async () => deskWith({ '2': [serviceFile('8')], others: [serviceFile('9')] }),
    });
    await open();
    expect(slotState('2')).toBe('done');
    expect(textAt('slot-2')).toContain('2,1 МБ · document_8.jpg');
    expect(textAt('other-files')).toContain('document_9.jpg');
    expect(double.calls('jumpDownloadApplicationFile').map(([, , id]) => id)).toEqual(['8', '9']);
    expect(at('slot-2').querySelector('img')).not.toBeNull();
  });

  it('numbers of papers are masked until asked for', async () => {
    double = answers();
    await open();
    expect(textAt('data-car-number')).toBe('Z94C2•••••• 4417');
    await fireEvent.click(screen.getByRole('button', { name: 'Показать: VIN' }));
    expect(textAt('data-car-number')).toBe('Z94C2DEMO00004417');
  });

  it('an application that cannot be read says why and can be asked for again', async () => {
    let fails = true;
    double = answers({
      jumpGetApplication: async () => {
        if (fails) throw new DeskFailure(error('service_down'));
        return deskWith();
      },
    });
    await open();
    expect(document.body.textContent).toContain('Сервис ответил сбоем');
    expect(await axeProblems()).toEqual([]);
    fails = false;
    await fireEvent.click(screen.getByRole('button', { name: 'Повторить' }));
    await settle();
    expect(has('slot-1')).toBe(true);
  });

  it('has no barriers: filled, while loading, with tray and refusals', async () => {
    double = answers({
      jumpGetApplication: async () => deskWith({ '2': [serviceFile('8'), serviceFile('9')] }),
      uploads: async () => [
        upload('a', '3', { phase: 'sending', sent: 5 }),
        upload('b', '4', { phase: 'unknown' }),
        upload('c', '5', { phase: 'failed', error: error('timeout') }),
      ],
      ...dropping(
        granted('IMG.jpg'),
        granted('x.gif', { refused: 'wrong_kind', refused_params: { found: 'gif' } }),
      ),
    });
    await open();
    await drop(double, 'tray', 2);
    expect(await axeProblems()).toEqual([]);
    cleanup();
    newPark();
    double.restore();
    double = answers({
      jumpGetApplication: () => new Promise(() => undefined),
      jumpListApplications: () => new Promise(() => undefined),
    });
    await page.open();
    expect(await axeProblems()).toEqual([]);
  });
});
