// What a new trigger begins with: nothing, or a copy of another one. Taken once, by the editor that is opened next.
import type { TriggerView, YumeTriggerContent } from '$host';

/** Sent at once when a rent changes: the person chooses from there. */
export const blank: Readonly<YumeTriggerContent> = {
  type: 'order',
  order_status_from: null,
  order_status_to: null,
  order_payment_status_from: null,
  order_payment_status_to: null,
  sale_status_from: null,
  sale_status_to: null,
  delivery_type: null,
  delivery_status: null,
  text: '',
  order: null,
  template_id: null,
  template_keys: [],
  documents: [],
  timeout: '00:00:00',
};

let copied: YumeTriggerContent | null = null;

/** Its place in the order is the copy's own. */
export function startCopy(trigger: TriggerView): void {
  copied = { ...trigger.content, order: null };
}

export interface Start {
  content: YumeTriggerContent;
  isCopy: boolean;
}

export function takeStart(): Start {
  const content = copied;
  copied = null;
  return { content: content ?? { ...blank }, isCopy: content !== null };
}
