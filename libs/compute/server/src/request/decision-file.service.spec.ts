import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Ctx } from '@wutong/core-server';
import { addWorkingDays } from '@wutong/core-shared';
import { GrantChangeService } from '../grant/grant-change.service';
import { dayWords } from '../pdf/sheet';
import { computeWorld, HOUR_MH, seen, type ComputeWorld } from '../testing/compute-world';
import { pdfText } from '../testing/pdf-text';
import { DecisionFileService } from './decision-file.service';
import { decisionLetter } from './decision-letter';
import { RequestAppealService } from './request-appeal.service';
import { RequestReviewService } from './request-review.service';

let world: ComputeWorld;

beforeAll(async () => {
  world = await computeWorld({ now: new Date('2026-11-10T04:00:00Z') });
});
afterAll(() => world.close());

const file = (ctx: Ctx, { id }: { id: string }, locale: 'en' | 'zh-CN' = 'en') => world.get(DecisionFileService).letter({ ...ctx, locale }, id);
/** The letter as lines, and as one text without line breaks. */
async function read(ctx: Ctx, request: { id: string }, locale: 'en' | 'zh-CN' = 'en') {
  const lines = pdfText((await file(ctx, request, locale)).content).join('\n').split('\n');
  return { lines, after: (label: string) => lines[lines.indexOf(label) + 1], text: lines.join(locale === 'en' ? ' ' : '').replaceAll(/ +/g, ' ') };
}
const window = { startsAt: new Date('2026-11-30T16:00:00Z'), endsAt: new Date('2026-12-10T16:00:00Z') };

describe('the letter of decision', () => {
  test('says what was approved: GPUs, hours, window, pool and terms, in either language; a later change does not rewrite it', async () => {
    const pool = await world.pool(16);
    const founder = await world.founder(pool.gpuClass);
    const request = await world.approve(await world.sized(founder, pool.gpuClass, { ...window, gpus: 8 }));
    const { name, type } = await file(founder, request);
    expect({ name, type }).toEqual({ name: `decision-${request.number}.pdf`, type: 'application/pdf' });
    const granted = `8 × ${pool.gpuClass.toUpperCase()} · 1,920.000`;
    const en = await read(founder, request);
    expect([en.after('Request'), en.after('Decision'), en.after('Window')]).toEqual([request.number, 'Approved', '1 December 2026 – 10 December 2026']);
    expect([en.after('To'), en.after('Granted'), en.after('Pools')]).toEqual(['Compute test', `${granted} GPU-hours`, `Pool one (P-${pool.gpuClass})`]);
    expect(en.text).toContain('Terms of use, version 2026-01 Every user accepts these terms');
    expect(en.text).toContain('6. When the grant ends, keys are revoked');
    const zh = await read(world.lead, request, 'zh-CN');
    expect([zh.after('致'), zh.after('审批结果'), zh.after('使用时段')]).toEqual(['算力测试', '批准', '2026年12月1日 – 2026年12月10日']);
    expect(zh.lines).toContain(`${granted} 卡时`);
    expect(zh.text).toContain('使用条款（2026-01 版）');
    expect(zh.text).not.toContain('不予批准');
  });

  test('prints the terms under which it was decided, whatever they are today', async () => {
    const names = { nameZh: '中心', nameEn: 'Centre' };
    const pdf = await decisionLetter({
      request: { number: 'C2025-0001', gpuClass: 'h800', gpus: 8, ...window, amountMh: HOUR_MH, submittedAt: null }, company: names, centre: names,
      decidedAt: new Date('2025-05-01T04:00:00Z'),
      outcome: {
        gpus: 8, ...window, amountMh: HOUR_MH, pools: [],
        terms: { version: '2025-01', since: new Date(0), text: { en: 'Be kind.\nShare alike.', 'zh-CN': '友善。\n共享。' } },
      },
    }, 'en');
    const text = pdfText(pdf).join(' ').replaceAll(/\s+/g, ' ');
    expect(text).toContain('Terms of use, version 2025-01');
    expect(text).toContain('1. Be kind. 2. Share alike.');
  });

  test('keeps what was decided when the grant is renewed later', async () => {
    const pool = await world.pool(16);
    const founder = await world.founder(pool.gpuClass);
    const active = await world.active(founder, pool.gpuClass, { endsAt: window.endsAt, gpus: 8 });
    const before = await read(founder, active);
    const changes = world.get(GrantChangeService);
    const asked = await changes.requestRenewal(founder, {
      ...seen(active), endsAt: new Date('2026-12-20T16:00:00Z'), moreMh: 1_000n * HOUR_MH, justification: 'Not done yet.',
    });
    await changes.decideRenewal(world.lead, { ...seen(asked), accept: true });
    expect((await read(founder, active)).lines).toEqual(before.lines);
  });

  test('says that an approved request waits for GPUs when there are none', async () => {
    const pool = await world.pool(4);
    const founder = await world.founder(pool.gpuClass);
    const request = await world.approve(await world.sized(founder, pool.gpuClass, { ...window, gpus: 8 }));
    expect(request.state).toBe('waitlisted');
    expect((await read(founder, request)).after('Pools')).toBe('On the waiting list: GPUs are reserved when they become free');
  });

  test('says why a request was refused and until when to appeal; after the appeal is dismissed, that it is final', async () => {
    const { gpuClass } = await world.pool(16);
    const founder = await world.founder(gpuClass);
    const sized = await world.sized(founder, gpuClass, window);
    await expect(file(founder, sized)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const denied = await world.get(RequestReviewService).deny(world.lead, { ...seen(sized), reason: '数据许可不全 <b>' });
    const due = addWorkingDays(world.clock.now(), 10).at;
    const first = await read(founder, denied, 'zh-CN');
    expect(first.after('审批结果')).toBe('不予批准');
    expect(first.after('理由')).toBe('数据许可不全 <b>');
    expect(first.text).toContain(`贵方可于 ${dayWords(due, 'zh-CN')}前（含当日）在系统中申诉一次`);
    expect(first.text).not.toContain('使用条款');

    const appeals = world.get(RequestAppealService);
    const appealed = await appeals.appeal(founder, { ...seen(denied), reason: 'The licence is here.' });
    expect((await read(founder, appealed)).text).toContain(`until the end of ${dayWords(due, 'en')}`);
    const dismissed = await appeals.dismiss(world.approver, { ...seen(appealed), reason: 'It covers no training.' });
    const last = await read(founder, dismissed);
    expect([last.after('Decision'), last.after('Reason'), last.after('Appeal')]).toEqual(['Appeal dismissed', 'It covers no training.', 'This decision is final.']);
  });

  test('is taken back when an appeal is upheld, until it is decided again; a second refusal is final', async () => {
    const { gpuClass } = await world.pool(16);
    const founder = await world.founder(gpuClass);
    const denied = await world.get(RequestReviewService).deny(world.lead, { ...seen(await world.sized(founder, gpuClass, window)), reason: 'Too much' });
    const appeals = world.get(RequestAppealService);
    const upheld = await appeals.uphold(world.approver, { ...seen(await appeals.appeal(founder, { ...seen(denied), reason: 'No' })), reason: 'Look again' });
    await expect(file(founder, upheld)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const again = await world.get(RequestReviewService).deny(world.lead, { ...seen(upheld), reason: 'Still too much' });
    const letter = await read(founder, again);
    expect([letter.after('Reason'), letter.after('Appeal')]).toEqual(['Still too much', 'This decision is final.']);
  });

  test('is not there for another organisation or for staff with a conflict of interest; who took it is on record', async () => {
    const { gpuClass } = await world.pool(16);
    const founder = await world.founder(gpuClass);
    const request = await world.approve(await world.sized(founder, gpuClass, window));
    const conflicted = { ...world.lead, actor: { ...world.lead.actor, conflicts: [founder.actor.organisationId!] } };
    for (const other of [await world.founder(gpuClass), world.supplier, conflicted]) {
      await expect(file(other, request)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    const member = await world.colleague(founder, 'member');
    await file(member, request);
    expect(await world.asOwner(`select actor_name as name from audit_entry where action = 'computeRequest.see' and subject_id = $1`, [request.id]))
      .toEqual([{ name: member.actor.name }]);
  });
});
