// A trigger as one sentence: when, after how long, what is sent. Values in it are marked while it is put together, so that
// the screen can set them off and say which of them nobody knows.
import type { YumeTriggerContent } from '$host';
import { t, textOf } from '$shared/i18n/i18n.svelte';
import { delayParts, INSTANT_SECONDS, secondsOf } from './delay';
import { changeOf, codeOf, isUnlisted, knownKind, statusTitle, type Kind, type Listed } from './statuses';

export interface Piece {
  text: string;
  /** `value`: a status, a delay, a name. `unlisted`: as it came, nobody knows what it means. */
  mark: 'plain' | 'value' | 'unlisted';
}

/** The title of a template by its id; null when it is not among those read. */
export type TemplateTitle = (id: string) => string | null;

/** Letters of nobody's alphabet, around a value until the sentence is cut into pieces. */
const VALUE = '\ue000';
const UNLISTED = '\ue001';
const END = '\ue002';

const marked = (text: string, mark = VALUE) => `${mark}${text}${END}`;
const quoted = (text: string, mark = VALUE) => marked(t('yume.value', { text }), mark);

const status = (kind: Kind, value: Listed) =>
  quoted(statusTitle(kind, value), isUnlisted(value) ? UNLISTED : VALUE);

function who(type: Listed | null): string {
  if (type === null) return t('yume.delivery.who.any');
  const known = isUnlisted(type) ? null : textOf(`yume.delivery.who.${type}`);
  return known ?? t('yume.delivery.who.other', { text: quoted(codeOf(type), UNLISTED) });
}

function when(content: YumeTriggerContent): string {
  if (content.type === null) return t('yume.when.none');
  const kind = knownKind(content.type);
  if (kind === null) return t('yume.when.other', { text: quoted(codeOf(content.type), UNLISTED) });
  if (kind === 'delivery') {
    const { delivery_type, delivery_status } = content;
    const params = { who: who(delivery_type) };
    return delivery_status === null
      ? t('yume.when.delivery.any', params)
      : t('yume.when.delivery.to', { ...params, to: status(kind, delivery_status) });
  }
  const from = content[changeOf[kind].from];
  const to = content[changeOf[kind].to];
  const shape = from !== null && to !== null ? 'change' : from !== null ? 'from' : to !== null ? 'to' : 'any';
  return t(`yume.when.${kind}.${shape}`, {
    ...(from !== null && { from: status(kind, from) }),
    ...(to !== null && { to: status(kind, to) }),
  });
}

/** `15 minutes`, `1 day 2 hours`, in the case that follows the preposition of a delay. */
export const delayWords = (seconds: number): string =>
  delayParts(seconds)
    .map(({ unit, n }) => t(`yume.delay.${unit}`, { n }))
    .join(' ');

function delay(text: string): string {
  if (text.trim() === '') return '';
  const seconds = secondsOf(text);
  const said =
    seconds === null
      ? t('yume.delay.raw', { text: quoted(text, UNLISTED) })
      : seconds <= INSTANT_SECONDS
        ? t('yume.delay.now')
        : marked(t('yume.delay.after', { delay: delayWords(seconds) }));
  return `${said} `;
}

function what({ template_id, text, documents }: YumeTriggerContent, title: TemplateTitle): string {
  const hasText = (text ?? '').trim() !== '';
  const name = template_id ? quoted(title(template_id) ?? template_id) : '';
  const message = template_id
    ? t(hasText ? 'yume.what.both' : 'yume.what.template', { name })
    : t(hasText ? 'yume.what.text' : 'yume.what.nothing');
  const n = documents.length;
  return n > 0 ? t('yume.what.documents', { n, what: message }) : message;
}

const whole = (content: YumeTriggerContent, title: TemplateTitle): string =>
  t('yume.sentence', {
    when: when(content),
    delay: delay(content.timeout ?? ''),
    what: what(content, title),
  });

/** For search, questions and screen readers. */
export const sentenceOf = (content: YumeTriggerContent, title: TemplateTitle): string =>
  whole(content, title).replace(/[\ue000-\ue002]/g, '');

export function piecesOf(content: YumeTriggerContent, title: TemplateTitle): Piece[] {
  const found = whole(content, title).matchAll(
    /\ue000([^\ue002]*)\ue002|\ue001([^\ue002]*)\ue002|([^\ue000\ue001]+)/g,
  );
  return [...found].map(([, value, unlisted, plain]): Piece => {
    if (value !== undefined) return { text: value, mark: 'value' };
    if (unlisted !== undefined) return { text: unlisted, mark: 'unlisted' };
    return { text: plain ?? '', mark: 'plain' };
  });
}
