import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { axeProblems } from './axe';
import DialogSample from './DialogSample.svelte';
import GallerySample from './GallerySample.svelte';
import { installShortcuts } from './shortcuts';
import ToastRegion from './ToastRegion.svelte';
import { besideToasts, dismiss, toast, TOAST_MS, toasts } from './toasts.svelte';

let stop: () => void;
beforeEach(() => (stop = installShortcuts()));
afterEach(() => {
  stop();
  vi.restoreAllMocks();
  vi.useRealTimers();
});
const press = (code: string, init: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { code, key: code, ...init });

async function openDialog(props: Record<string, unknown> = {}) {
  render(DialogSample, { props });
  const opener = screen.getByText('Open');
  opener.focus();
  await fireEvent.click(opener);
  return opener;
}

describe('a dialog', () => {
  it('begins on its safest button, keeps Tab inside and gives the focus back', async () => {
    const opener = await openDialog();
    const focused = () => document.activeElement?.textContent?.trim() || document.activeElement?.ariaLabel;
    expect(focused()).toBe('Back');
    const save = screen.getByText('Save');
    save.focus();
    await press('Tab');
    const first = document.activeElement as HTMLElement;
    expect(screen.getByRole('dialog').contains(first)).toBe(true);
    expect(first).not.toBe(save);
    await press('Tab', { shiftKey: true });
    expect(document.activeElement).toBe(save);
    await press('Escape');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(opener);
  });

  it('takes a confirmation by key once, however long it is held', async () => {
    const onsave = vi.fn();
    await openDialog({ onsave });
    await press('Enter', { ctrlKey: true });
    await press('Enter', { ctrlKey: true, repeat: true });
    expect(onsave).toHaveBeenCalledOnce();
  });

  it('a confirm button ignores a press in the first 400 ms after it appears', async () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
    const onsave = vi.fn();
    await openDialog({ onsave });
    now.mockReturnValue(1399);
    await fireEvent.click(screen.getByText('Save'));
    expect(onsave).not.toHaveBeenCalled();
    now.mockReturnValue(1401);
    await fireEvent.click(screen.getByText('Save'));
    expect(onsave).toHaveBeenCalledOnce();
  });

  it('has nothing that axe objects to', async () => {
    await openDialog();
    expect(await axeProblems()).toEqual([]);
  });
});

describe('a menu', () => {
  it('moves by arrows and letters, chooses, and returns to its button', async () => {
    const onchoose = vi.fn();
    render(DialogSample, { props: { onchoose } });
    await fireEvent.click(screen.getByText('Formats'));
    expect(document.activeElement?.textContent?.trim()).toBe('xlsx');
    await press('ArrowDown');
    expect(document.activeElement?.textContent?.trim()).toBe('csv');
    await press('t');
    expect(await axeProblems()).toEqual([]);
    await fireEvent.click(document.activeElement!);
    expect(onchoose).toHaveBeenCalledWith('tsv');
    expect(document.activeElement).toBe(screen.getByText('Formats'));
  });

  it('Esc closes the menu only', async () => {
    render(DialogSample);
    await fireEvent.click(screen.getByText('Formats'));
    await press('Escape');
    expect(screen.queryByRole('menu')).toBeNull();
  });
});

describe('a filter chip', () => {
  it('applies only on Enter, finds in the wrong layout, and Del removes it', async () => {
    render(GallerySample, { props: { chipOpen: true } });
    await tick();
    const search = screen.getByRole('dialog').querySelector('input')!;
    await fireEvent.input(search, { target: { value: 'щзешщт 7' } });
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Option 7' }));
    expect(screen.getByText('1')).toBeTruthy();
    await press('Enter');
    expect(screen.queryByRole('dialog')).toBeNull();
    const chip = screen.getByText('1,7').closest('button')!;
    await fireEvent.keyDown(chip, { code: 'Delete' });
    expect(screen.queryByText('1,7')).toBeNull();
  });
});

it('every shared component passes axe, also with a popover open', async () => {
  toast({ text: 'Copied' });
  render(GallerySample, { props: { chipOpen: true } });
  await tick();
  expect(await axeProblems()).toEqual([]);
  toasts().forEach((shown) => dismiss(shown.id));
});

it('a toast goes after six seconds, but not while it is read', () => {
  vi.useFakeTimers();
  toast({ text: 'One' });
  vi.advanceTimersByTime(TOAST_MS - 1);
  expect(toasts()).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(toasts()).toHaveLength(0);
});

describe('toasts', () => {
  afterEach(() => toasts().forEach((shown) => dismiss(shown.id)));
  const box = (left: number, top: number, width: number, height: number) =>
    vi.fn(() => new DOMRect(left, top, width, height));

  it('leave a field under them to the pointer and to the focus', async () => {
    toast({ text: 'Saved' });
    render(ToastRegion);
    await tick();
    const region = screen.getByRole('region');
    region.getBoundingClientRect = box(500, 600, 396, 50);
    region.querySelector<HTMLElement>('.toast')!.getBoundingClientRect = box(500, 600, 396, 50);
    const field = document.body.appendChild(document.createElement('input'));
    field.getBoundingClientRect = box(480, 610, 200, 30);
    const pale = () => region.classList.contains('pale');
    expect(pale()).toBe(false);
    await fireEvent.pointerMove(field, { clientX: 520, clientY: 620 });
    expect(pale()).toBe(true);
    await fireEvent.pointerMove(document.body, { clientX: 520, clientY: 620 });
    expect(pale()).toBe(false);
    field.focus();
    await tick();
    expect(pale()).toBe(true);
    field.remove();
  });

  it('stand beside an open drawer', async () => {
    toast({ text: 'Saved' });
    render(ToastRegion);
    const drawer = document.createElement('aside');
    Object.defineProperty(drawer, 'offsetWidth', { value: 408 });
    const gone = besideToasts(drawer);
    await tick();
    const taken = () => screen.getByRole('region').style.getPropertyValue('--taken');
    expect(taken()).toBe('408px');
    gone();
    await tick();
    expect(taken()).toBe('0px');
  });
});
