import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { ChartTable, Help, HrefLink, Panel, Tag, useFormat } from '@wutong/core-web';
import { className, sayMh } from '../gpu-hours';
import { scaleAround, type Scale } from '../pool/calendar-scale';
import { CalendarAxis, percent, placedOn, TimeTrack } from '../pool/time-track';
import type { ComputeHomeQuery } from './compute-home.page.graphql';

type Grant = ComputeHomeQuery['computeGrants'][number];

interface GrantBarsProps {
  /** Those that have not ended. */
  grants: readonly Grant[];
  /** What they were asked for with: their numbers. */
  requests: readonly { id: string; number: string }[];
}

const DAY_MS = 86_400_000;
/** A grant that ends within so many days is warned of. */
const SOON_DAYS = 14;

/** The grants of each GPU class over time, one below the other: from when to when, how much is used, which pays next. */
export function GrantBars({ grants, requests }: GrantBarsProps) {
  const { t } = useLingui();
  const scale = scaleAround(grants, Date.now());
  const numbers = new Map(requests.map(({ id, number }) => [id, number]));
  const classes = [...new Set(grants.map(({ gpuClass }) => gpuClass))].sort();
  return (
    <Panel
      title={
        <span className="flex items-center gap-1">
          <Trans>Grants over time</Trans>
          <Help label={t`How grants add up`}>
            <Trans>
              Each bar is a grant from its first day to its last; what is filled is used, the red line is now. Jobs under a grant’s own account
              use that grant if they begin before its end. Jobs that begin later, and jobs under an account of the whole company, use the grant
              marked “Pays next”: of those with hours left the one you put first, then one in the same pool, then the one that ends first.
            </Trans>
          </Help>
        </span>
      }
    >
      <div className="hidden md:block md:pl-80"><CalendarAxis scale={scale} /></div>
      <div className="flex flex-col divide-y divide-line">
        {classes.map((gpuClass) => (
          <ClassBars
            key={gpuClass} gpuClass={gpuClass} scale={scale} numbers={numbers}
            grants={grants.filter((grant) => grant.gpuClass === gpuClass).sort((a, b) => a.endsAt.localeCompare(b.endsAt) || a.id.localeCompare(b.id))}
          />
        ))}
      </div>
    </Panel>
  );
}

function ClassBars({ gpuClass, grants, numbers, scale }: { gpuClass: string; grants: readonly Grant[]; numbers: ReadonlyMap<string, string>; scale: Scale }) {
  const { t } = useLingui();
  const format = useFormat();
  const name = className(gpuClass);
  const numberOf = ({ id }: Grant) => numbers.get(id) ?? '';
  const severalPay = grants.filter(({ paysNext }) => paysNext).length > 1;
  const left = grants.map(leftOf).reduce((sum, mh) => (mh > 0n ? sum + mh : sum), 0n);
  return (
    <section className="flex flex-col py-3 first:pt-1 last:pb-0">
      <h3 className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{name}</span>
        <span className="text-caption text-muted">
          <Plural value={grants.length} one="# grant" other="# grants" /> · <Trans>{sayMh(format, gpuClass, left)} left</Trans>
        </span>
      </h3>
      <div className="md:hidden"><CalendarAxis scale={scale} /></div>
      <ul>
        {grants.map((grant) => <GrantRow key={grant.id} grant={grant} number={numberOf(grant)} scale={scale} severalPay={severalPay} />)}
      </ul>
      <ChartTable
        label={t`${name} grants over time`}
        head={[t`Grant`, t({ message: 'From', context: 'calendar' }), t({ message: 'Until', context: 'calendar' }), t`Granted`, t`Used`, t({ message: 'Left', context: 'balance' }), t`Pays next`]}
        rows={grants.map((grant) => [
          numberOf(grant), format.date(grant.startsAt), format.date(lastMoment(grant)), sayMh(format, gpuClass, grant.grantedMh),
          sayMh(format, gpuClass, grant.usedMh), sayMh(format, gpuClass, leftOf(grant)), grant.paysNext ? t`Yes` : t`No`,
        ])}
      />
    </section>
  );
}

interface GrantRowProps {
  grant: Grant;
  number: string;
  scale: Scale;
  /** In each of several pools another grant pays next. */
  severalPay: boolean;
}

function GrantRow({ grant, number, scale, severalPay }: GrantRowProps) {
  const format = useFormat();
  const { id, gpuClass, startsAt, endsAt, grantedMh, usedMh, paysNext } = grant;
  const days = Math.ceil((Date.parse(endsAt) - Date.now()) / DAY_MS);
  const left = leftOf(grant);
  const isOver = left < 0n;
  const used = Number(grantedMh) === 0 ? 1 : Math.min(1, Number(usedMh) / Number(grantedMh));
  const { left: from, width } = placedOn(scale, Date.parse(startsAt), Date.parse(endsAt));
  const range = format.range(startsAt, lastMoment(grant));
  return (
    <li className="flex flex-col md:flex-row md:items-center">
      <div className="flex shrink-0 flex-col py-1 md:w-80 md:pr-4">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <HrefLink href={`/compute/requests/${id}`} className="tabular font-medium">{number}</HrefLink>
          {paysNext && <Tag tone="primary">{severalPay ? <Trans>Pays next in its pool</Trans> : <Trans>Pays next</Trans>}</Tag>}
          {days <= SOON_DAYS && <Tag tone="warn"><Plural value={days} one="Ends within a day" other="Ends in # days" /></Tag>}
        </span>
        <span className="tabular text-caption">
          {isOver ? (
            <span className="text-bad"><Trans>{sayMh(format, gpuClass, -left)} beyond the grant</Trans></span>
          ) : (
            <Trans>{sayMh(format, gpuClass, left)} left of {format.gpuHours(grantedMh)}</Trans>
          )}
        </span>
        <span className="text-caption text-muted">{range}</span>
      </div>
      <div className="min-w-0 flex-1">
        <TimeTrack scale={scale}>
          <div aria-hidden className="relative h-6">
            <span
              className={`absolute inset-y-0 overflow-hidden rounded-control bg-primary-soft inset-ring ${days <= SOON_DAYS ? 'inset-ring-warn' : 'inset-ring-primary/40'}`}
              style={{ left: from, width }} title={`${number} · ${range} · ${format.percent(used)}`}
            >
              <span className={`absolute inset-y-0 left-0 ${isOver ? 'bg-bad/40' : 'bg-primary/40'}`} style={{ width: percent(used) }} />
            </span>
          </div>
        </TimeTrack>
      </div>
    </li>
  );
}

function leftOf({ grantedMh, usedMh }: Grant): bigint {
  return BigInt(grantedMh) - BigInt(usedMh);
}

function lastMoment({ endsAt }: Grant): Date {
  return new Date(Date.parse(endsAt) - 1);
}
