// Which section of the settings is open. It outlives the screen, which begins anew when the park changes.
export const sections = [
  'parks',
  'fleet',
  'yume',
  'money',
  'advanced',
  'dictionaries',
  'requisites',
  'webhooks',
  'look',
  'about',
] as const;
export type SectionName = (typeof sections)[number];

export const place = $state<{ section: SectionName; dictionary: string }>({
  section: 'parks',
  dictionary: 'dictIntegrations',
});
