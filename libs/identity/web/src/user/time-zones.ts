import type { Option } from '@wutong/core-web';

/** Zones where people of an incubator in Shanghai and their partners live; the present one is always among them. */
const USUAL = [
  'Asia/Shanghai', 'Asia/Hong_Kong', 'Asia/Singapore', 'Asia/Tokyo', 'Asia/Seoul', 'Asia/Kolkata', 'Asia/Dubai',
  'Europe/Berlin', 'Europe/London', 'UTC', 'America/New_York', 'America/Chicago', 'America/Los_Angeles',
  'Australia/Sydney',
];

/** The zones to choose from, named in the reader's language, from east to west. */
export function timeZones(locale: string, present: string, now = new Date()): Option[] {
  return [...new Set([...USUAL, present])]
    .map((zone) => ({ zone, offset: offsetMinutes(zone, now) }))
    .sort((one, other) => other.offset - one.offset || one.zone.localeCompare(other.zone))
    .map(({ zone }) => ({ value: zone, label: `${part(locale, zone, 'longGeneric', now)} · ${zone}` }));
}

function part(locale: string, timeZone: string, timeZoneName: 'longGeneric' | 'longOffset', now: Date): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName }).formatToParts(now);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

function offsetMinutes(zone: string, now: Date): number {
  const offset = part('en', zone, 'longOffset', now);
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])?(\d+)?:?(\d+)?/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
