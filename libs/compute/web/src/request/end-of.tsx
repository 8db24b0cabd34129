import { Time } from '@wutong/core-web';

/** The last day of a grant before and after a change; once when it stays. */
export function EndOf({ change: { endsAt, endsAtBefore } }: { change: { endsAt: string; endsAtBefore: string } }) {
  const after = <Time value={lastMoment(endsAt)} as="date" />;
  if (endsAt === endsAtBefore) return after;
  return <span><Time value={lastMoment(endsAtBefore)} as="date" /> → {after}</span>;
}

function lastMoment(endsAt: string): string {
  return new Date(Date.parse(endsAt) - 1).toISOString();
}
