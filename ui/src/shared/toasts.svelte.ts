// Short news that nobody has to answer: `toast({ text })`. Six seconds; F6 moves the focus in. Never the only carrier
// of an error or of news about money.
import { untrack } from 'svelte';
import type { IconName } from './icons';

export interface Toast {
  text: string;
  /** Bold beginning: a file's name. */
  title?: string;
  icon?: IconName;
  tone?: 'ok' | 'warn' | 'err' | 'info';
  action?: { title: string; keys?: string; run: () => void };
}
interface Shown extends Toast {
  id: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export const TOAST_MS = 6000;
let last = 0;
let list = $state.raw<Shown[]>([]);

export const toasts = () => list;

let taken = $state(0);

/** How wide what stands open at the right is, pixels. */
export const takenAtRight = () => taken;

/** For what stands at the right edge with controls of its own: toasts appear beside it. */
export function besideToasts(node: HTMLElement): () => void {
  const measure = () => (taken = node.offsetWidth);
  const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(measure);
  untrack(measure);
  observer?.observe(node);
  return () => {
    observer?.disconnect();
    taken = 0;
  };
}

export function toast(news: Toast): void {
  const id = ++last;
  // An effect that tells something must not run again because the list changed.
  untrack(() => {
    list = [...list, { ...news, id, timer: undefined }].slice(-4);
    release(id);
  });
}

export function dismiss(id: number): void {
  list = list.filter((shown) => shown.id !== id);
}

/** The timer stands still while the pointer or the focus is on a toast. */
export function hold(id: number): void {
  const shown = list.find((one) => one.id === id);
  if (shown) clearTimeout(shown.timer);
}

export function release(id: number): void {
  const shown = list.find((one) => one.id === id);
  if (!shown) return;
  clearTimeout(shown.timer);
  shown.timer = setTimeout(() => dismiss(id), TOAST_MS);
}
