import { ChargeCapService, ChargeCorrectionService, FundingService, MonthClosingService } from '@wutong/compute-server';
import type { Centre } from './centre';
import { DAY, monthsAgo, type Person, type Stage } from './stage';

/** How many months are charged: from the first on, the last one is over. */
const MONTHS = 5;
const HOUR = 3_600_000;
const VOUCHER = { programme: '上海市算力券 2026', kind: 'voucher' as const, sharePercent: 60 };
const SUBSIDY = { programme: '中心算力补贴', kind: 'subsidy' as const, sharePercent: 30, monthCapFen: 3_000_000n };
/** Of the companies that were there when charging began: what they got, in fen. */
const GIVEN: readonly { voucher?: bigint; subsidy?: bigint; cash?: bigint }[] = [
  { voucher: 30_000_000n, subsidy: 12_000_000n }, { voucher: 16_000_000n }, { subsidy: 9_000_000n }, { voucher: 45_000_000n, cash: 20_000_000n },
  { voucher: 8_000_000n, subsidy: 6_000_000n }, { subsidy: 15_000_000n },
];

/**
 * Five months charged, each proposed by one person of finance and closed by another in the first days of the next; what pays
 * them: vouchers that lapse with the present month, subsidies and cash; a cap, a correction that was approved, two that wait.
 */
export function planCharging(stage: Stage, centre: Centre, founders: readonly Person[]): void {
  const [[closer, proposer], operator] = [centre.finance, centre.operators[0]];
  if (!closer || !proposer || !operator) throw new Error('The demo has no two people of finance');
  const firstMonth = monthsAgo(stage.today, MONTHS);
  const funded: Person[] = [];
  stage.at(morningOf(firstMonth, 2), async (now) => {
    for (const founder of founders) {
      if (funded.length < GIVEN.length && (await stage.isActive(founder.organisationId))) funded.push(founder);
    }
    const months = { firstMonth, voucherUntil: monthsAgo(stage.today, 0) };
    for (const [nth, given] of GIVEN.entries()) await give(stage, closer, now, funded[nth], given, months);
    const capped = funded.at(-1);
    if (capped) {
      await stage.get(ChargeCapService).set(stage.as(closer, now), {
        organisationId: capped.organisationId, firstMonth, capFen: 12_000_000n, reason: '入驻协议约定的月度费用上限',
      });
    }
  });
  for (let ago = MONTHS; ago > 0; ago--) planClosing(stage, proposer, closer, monthsAgo(stage.today, ago), monthsAgo(stage.today, ago - 1));
  const corrections = stage.get(ChargeCorrectionService);
  stage.at(morningOf(monthsAgo(stage.today, 2), 20), async (now) => {
    if (!funded[0]) return;
    const { id, version } = await corrections.propose(stage.as(proposer, now), {
      organisationId: funded[0].organisationId, month: monthsAgo(stage.today, 3), amountFen: -260_000n, reason: '共享存储故障半日，按协议减免',
    });
    await corrections.approve(stage.as(closer, new Date(now.getTime() + HOUR)), { id, version });
  });
  stage.at(new Date(stage.today.getTime() - 5 * HOUR), async (now) => {
    const month = monthsAgo(stage.today, 1);
    if (!funded[1] || !funded[3]) return;
    await corrections.propose(stage.as(proposer, now), {
      organisationId: funded[1].organisationId, month, amountFen: -182_500n, reason: '机房网络割接影响训练，按协议减免',
    });
    await corrections.propose(stage.as(operator, now), {
      organisationId: funded[3].organisationId, month, amountFen: 96_000n, reason: '专线带宽升级，按合同加收',
    });
  });
}

/** A voucher and a subsidy from this month on, for who is shown to visitors. */
export async function giveFundingTo(stage: Stage, centre: Centre, founder: Person): Promise<void> {
  const [closer] = centre.finance;
  if (!closer) throw new Error('The demo has nobody of finance');
  const months = { firstMonth: monthsAgo(stage.today, 0), voucherUntil: monthsAgo(stage.today, -6) };
  await give(stage, closer, new Date(stage.today.getTime() - 3 * HOUR), founder, { voucher: 18_000_000n, subsidy: 6_000_000n }, months);
}

function planClosing(stage: Stage, proposer: Person, closer: Person, month: string, next: string): void {
  const closing = stage.get(MonthClosingService);
  const at = morningOf(next, 3);
  if (at > stage.today) return;
  stage.at(at, async (now) => {
    const { id, version } = await closing.propose(stage.as(proposer, now), { month });
    await closing.close(stage.as(closer, new Date(now.getTime() + 2 * HOUR)), { id, version });
  });
}

async function give(
  stage: Stage, by: Person, now: Date, to: Person | undefined, { voucher, subsidy, cash }: (typeof GIVEN)[number],
  { firstMonth, voucherUntil }: { firstMonth: string; voucherUntil: string },
): Promise<void> {
  if (!to) return;
  const { organisationId } = to;
  const [ctx, funding] = [stage.as(by, now), stage.get(FundingService)];
  if (voucher) {
    await funding.give(ctx, {
      ...VOUCHER, organisationId, firstMonth, lastMonth: voucherUntil, amountFen: voucher, reason: '市经信委 2026 年度算力券，受理号 SLQ-2026',
    });
  }
  if (subsidy) {
    await funding.give(ctx, {
      ...SUBSIDY, organisationId, firstMonth, lastMonth: monthsAgo(stage.today, -6), amountFen: subsidy, reason: '入驻评审同意的算力补贴',
    });
  }
  if (cash) {
    await funding.give(ctx, { programme: '预存算力款', kind: 'cash', organisationId, firstMonth, amountFen: cash, reason: '企业预存，银行到账' });
  }
}

/** Ten o'clock in Shanghai on a day of a month. */
function morningOf(month: string, day: number): Date {
  return new Date(new Date(`${month}-01T10:00:00+08:00`).getTime() + (day - 1) * DAY);
}
