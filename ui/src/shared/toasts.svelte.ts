// Short news that nobody has to answer: `toast({ text })`. Six seconds; F6 moves the focus in. Never the only carrier
// of an error or of news about money.
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
let list = $state<Shown[]>([]);

export const toasts = () => list;

export function toast(news: Toast): void {
  const id = ++last;
  list.push({ ...news, id, timer: undefined });
  list = list.slice(-4);
  release(id);
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
