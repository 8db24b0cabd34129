import { useFormat } from '@wutong/core-web';
import type { ReactNode } from 'react';
import { placeOf, ticksOf, type Scale } from './calendar-scale';

export const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;

/** Where a stretch of time lies; `share` is how much of the scale it takes. */
export function placedOn(scale: Scale, from: number, to: number): { left: string; width: string; share: number } {
  const [left, right] = [placeOf(scale, from), placeOf(scale, to)];
  return { left: percent(left), width: percent(Math.max(0.004, right - left)), share: right - left };
}

/** The days above the tracks. */
export function CalendarAxis({ scale }: { scale: Scale }) {
  const format = useFormat();
  return (
    <div aria-hidden className="relative h-5 overflow-hidden text-caption whitespace-nowrap text-muted">
      {ticksOf(scale).map((day, index) => ({ day, index, at: placeOf(scale, Date.parse(`${day}T00:00:00+08:00`)) })).map(({ day, index, at }) => (
        <span
          key={day}
          className={`absolute pl-1 ${at > 0.95 ? 'hidden' : at > 0.8 ? 'max-md:hidden' : ''} ${scale.days <= 14 && index % 2 === 1 ? 'max-lg:hidden' : ''} ${scale.days > 28 && index % 3 !== 0 ? 'max-lg:hidden' : ''}`}
          style={{ left: percent(at) }}
        >
          {format.day(day)}
        </span>
      ))}
    </div>
  );
}

/** What lies along a scale, with its days as lines behind it and now as a line before it. */
export function TimeTrack({ scale, children }: { scale: Scale; children: ReactNode }) {
  const now = Date.now();
  return (
    <div className="relative flex flex-col gap-1 py-1">
      {ticksOf(scale).map((day) => (
        <span
          key={day} aria-hidden className="absolute inset-y-0 w-px bg-line"
          style={{ left: percent(placeOf(scale, Date.parse(`${day}T00:00:00+08:00`))) }}
        />
      ))}
      {children}
      {now > scale.start && now < scale.end && (
        <span aria-hidden className="pointer-events-none absolute inset-y-0 w-0.5 bg-bad" style={{ left: percent(placeOf(scale, now)) }} />
      )}
    </div>
  );
}
