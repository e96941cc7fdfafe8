// Time zones that a Russian park may work in, with their present difference from UTC.
export const russianZones = [
  'Europe/Kaliningrad',
  'Europe/Moscow',
  'Europe/Samara',
  'Asia/Yekaterinburg',
  'Asia/Omsk',
  'Asia/Novosibirsk',
  'Asia/Krasnoyarsk',
  'Asia/Irkutsk',
  'Asia/Yakutsk',
  'Asia/Vladivostok',
  'Asia/Magadan',
  'Asia/Kamchatka',
] as const;

/** `UTC+3`; null when this computer does not know the zone. */
export function utcOffset(zone: string): string | null {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' });
    const offset = parts.formatToParts(new Date()).find((part) => part.type === 'timeZoneName');
    return offset?.value.replace('GMT', 'UTC') ?? null;
  } catch {
    return null;
  }
}
