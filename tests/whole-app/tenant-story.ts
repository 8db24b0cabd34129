import {
  BorrowService, BillImportService, EntitlementService, GpuClassService, GrantChangeService, GrantService, PlanningCycleService,
  PoolReservationService, PoolService, ProposalService, ReconciliationReadService, ReconciliationService, RequestDraftService, RequestReviewService,
  SupplierService, TERMS_VERSION, TariffService, UsageIngestService, type ComputeRequest,
} from '@wutong/compute-server';
import { UploadService } from '@wutong/core-server';
import type { RoleName } from '@wutong/identity-server';
import {
  ApplicationDraftService, ApplicationReadService, ApplicationReviewService, DueDiligenceService, DueDiligenceStatus,
  GrowthReportService, IntakeRoundService, OfferService, TenancyReadService, TenancyService, TenantProfileService,
  type TenancyApplication,
} from '@wutong/tenancy-server';
import type { AppParts, AppPerson } from './open-app';

const DAY = 86_400_000;
const PDF = new TextEncoder().encode('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n');
export const SSH_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f founder@example.test';

export const daysAhead = (days: number): Date => new Date(Math.floor(Date.now() / 1000) * 1000 + days * DAY);

/** Answers with which an application may be handed in. */
const ANSWERS = {
  legalName: '上海梧桐测试智能科技有限公司',
  incorporated: false,
  incorporationPlan: '计划于 2027 年 1 月在上海市徐汇区完成注册。',
  contactEmail: 'founder@wutong.example',
  contactPhone: '+86 21 5555 0101',
  fullTimeStaff: 12,
  researchStaff: 8,
  founders: [{ name: '林知远', role: '首席执行官' }],
  modelWork: 'pretrain',
  parameters: 7,
  domains: ['general'],
  summary:
    '我们训练面向制造业的中文大语言模型，支持工艺文件理解、质量分析与设备运维问答，目标是把一线工程师的经验沉淀为可复用的模型能力，' +
    '并以较低的推理成本部署到工厂本地。',
  filingStatus: 'none',
  desks: 8,
  needsCompute: false,
  truth: { accepted: true, version: '2026-01' },
};

/** The centre's people, one a role, with a round of admission that is open. */
export interface Centre {
  readonly organisationId: string;
  readonly people: Readonly<Record<'screener' | 'lead' | 'approver' | 'operator', AppPerson>>;
  readonly roundId: string;
}

export async function openCentre(app: AppParts): Promise<Centre> {
  const screener = await app.person({ kind: 'centre', roles: ['screener'] });
  const { organisationId } = screener;
  const staff = (role: RoleName): Promise<AppPerson> => app.person({ kind: 'centre', roles: [role], organisationId });
  const lead = await staff('programme_lead');
  const people = { screener, lead, approver: await staff('approver'), operator: await staff('platform_operator') };
  const round = await app.get(IntakeRoundService).open(lead.ctx(), {
    nameZh: '秋季批次', nameEn: 'Autumn', opensAt: daysAhead(-10), closesAt: daysAhead(90), endsAt: daysAhead(180),
    graceMinutes: 30, desks: 500,
  });
  return { organisationId, people, roundId: round.id };
}

/** A supplier with a contract, a GPU class of its own, and a pool of 64 of them. */
export async function openSupplier(app: AppParts, { people: { operator } }: Centre, gpuClass: string) {
  const person = await app.person({ kind: 'supplier', roles: ['supplier'] });
  const ctx = operator.ctx();
  await app.get(GpuClassService).create(ctx, {
    code: gpuClass, name: gpuClass.toUpperCase(), memoryGib: 80, factorMilli: 1000, source: 'reference',
  });
  const contract = await app.get(SupplierService).sign(ctx, {
    supplierId: person.organisationId, number: `GY-${gpuClass}`, startsAt: daysAhead(-100), endsAt: daysAhead(400), terms: '月结',
  });
  await app.get(SupplierService).setPrice(ctx, {
    contractId: contract.id, gpuClass, fenPerGpuHour: 1200n, validFrom: daysAhead(-100),
  });
  const pool = await app.get(PoolService).create(ctx, {
    contractId: contract.id, code: `P-${gpuClass}`, nameZh: '一号池', nameEn: 'Pool one', gpuClass, region: '上海', cluster: gpuClass,
    headroom: 4,
  });
  await app.get(PoolService).setCapacity(ctx, { poolId: pool.id, gpus: 64, startsAt: daysAhead(-90), endsAt: daysAhead(390) });
  await app.get(TariffService).set(ctx, { poolId: pool.id, fenPerGpuHour: 1500n, validFrom: new Date('2026-01-01T00:00:00+08:00') });
  const maintenance = await app.get(PoolService).announceMaintenance(ctx, {
    poolId: pool.id, gpus: 8, reason: '制冷检修', startsAt: daysAhead(300), endsAt: daysAhead(301),
  });
  const reservation = await app.get(PoolReservationService).reserve(ctx, {
    poolId: pool.id, gpus: 8, reason: '评测专用', startsAt: daysAhead(302), endsAt: daysAhead(303),
  });
  return { person, contractId: contract.id, poolId: pool.id, maintenanceId: maintenance.id, reservationId: reservation.id, gpuClass };
}

/** A supplier's bill of last month, taken in and matched with a pool, and the file of another that is not. */
export async function sendBills(app: AppParts, { people: { operator } }: Centre, { ctx }: AppPerson, poolId: string) {
  const about = { filename: 'bill.csv', filetype: 'text/csv', purpose: 'supplier-bill' };
  const day = daysAhead(-31).toISOString().slice(0, 10);
  const send = (lines: string) => app.get(UploadService).receive(ctx(), about, Buffer.from(`规格,日期,金额\n${lines}\n`));
  const { id: fileId } = await send(`gpu,${day},10.00`);
  const columns = [{ field: 'sku' as const, column: '规格' }, { field: 'start' as const, column: '日期' }, { field: 'amount' as const, column: '金额' }];
  await app.get(BillImportService).import(ctx(), {
    fileId, month: day.slice(0, 7), invoice: 'INV-1', isCorrection: false,
    mapping: { columns, quantityUnit: 'gpu_hour', gpusPerNode: 8, amountUnit: 'yuan', timeZone: 'Asia/Shanghai' },
  });
  const { nodes } = await app.get(ReconciliationReadService).list(ctx(), { first: 1 });
  const [open] = nodes;
  if (!open) throw new Error('The bill began no reconciliation');
  await app.get(ReconciliationService).matchResource(operator.ctx(), { reconciliationId: open.id, kind: 'sku', key: 'gpu', poolId });
  return { reconciliation: open.id, billFile: (await send(`gpu,${day},11.00`)).id };
}

/** A draft with a document, and the company's people. */
export async function openCompany(app: AppParts, centre: Centre) {
  const founder = await app.person({ kind: 'tenant', roles: ['founder'] });
  const { organisationId } = founder;
  const member = await app.person({ kind: 'tenant', roles: ['member'], organisationId });
  const drafts = app.get(ApplicationDraftService);
  const { id } = await drafts.start(founder.ctx(), { roundId: centre.roundId });
  const file = await sendFile(app, founder);
  const application = await drafts.save(founder.ctx(), { id, changes: { ...ANSWERS, pitchDeck: [file.id] } });
  return { organisationId, founder, member, application, fileId: file.id };
}

export function sendFile(app: AppParts, { ctx }: AppPerson) {
  const about = { filename: '商业计划书.pdf', filetype: 'application/pdf', purpose: 'tenancy-application' };
  return app.get(UploadService).receive(ctx(), about, PDF);
}

export type Company = Awaited<ReturnType<typeof openCompany>>;

/** Hands the application in. */
export async function submitApplication(app: AppParts, { founder, application }: Company): Promise<TenancyApplication> {
  const result = await app.get(ApplicationDraftService).submit(founder.ctx(), seen(application), 'submit');
  if ('problems' in result) throw new Error(JSON.stringify(result));
  return result;
}

/** From the hand-in to an active tenancy with a profile and reports, judged by the centre's people. */
export async function admit(app: AppParts, centre: Centre, company: Company) {
  const { founder } = company;
  const { screener, lead, approver } = centre.people;
  const review = app.get(ApplicationReviewService);
  let application = await review.claim(screener.ctx(), seen(await submitApplication(app, company)));
  application = await review.passScreening(screener.ctx(), seen(application));
  const items = await app.get(ApplicationReadService).dueDiligence(screener.ctx(), application);
  for (const { id } of items) {
    await app.get(DueDiligenceService).settle(screener.ctx(), { itemId: id, status: DueDiligenceStatus.DONE, note: '已核验' });
  }
  application = await review.sendToPanel(lead.ctx(), seen(application));
  application = await review.offer(approver.ctx(), {
    ...seen(application), desks: 8, expiresAt: daysAhead(14), agreementText: '入驻协议',
    panel: { present: [screener.userId, lead.userId, approver.userId], minutes: '同意入驻。' },
  });
  application = await app.get(OfferService).sign(founder.ctx(), {
    ...seen(application), agreementHash: application.agreementHash ?? '', signedName: '林知远',
  });
  const signed = await app.get(TenancyReadService).own(founder.ctx());
  if (!signed) throw new Error('The tenancy is missing');
  const tasks = await app.get(TenancyReadService).tasks(founder.ctx(), signed);
  for (const { id, owner } of tasks) {
    const by = owner === 'founder' ? founder : lead;
    await app.get(TenancyService).settleTask(by.ctx(), { taskId: id, done: true });
  }
  await app.drain();
  await app.get(TenantProfileService).save(founder.ctx(), {
    taglineZh: '工厂里的大模型', taglineEn: 'Models for factories', listed: false, shownFields: ['taglineZh', 'taglineEn'],
  });
  const [report] = await app.get(GrowthReportService).list(founder.ctx(), signed.id);
  return { tenancyId: signed.id, taskId: tasks[0]?.id ?? '', dueDiligenceId: items[0]?.id ?? '', reportId: report?.id ?? '' };
}

/** Hours given, a request that was approved and runs, with a key and one metered job. */
export async function runGrant(app: AppParts, centre: Centre, { founder, organisationId }: Company, gpuClass: string) {
  const { lead, approver, operator } = centre.people;
  await app.get(EntitlementService).give(lead.ctx(), { organisationId, gpuClass, amountMh: 50_000_000n, reason: '季度额度' });
  const review = app.get(RequestReviewService);
  let request: ComputeRequest = await draftRequest(app, founder, gpuClass);
  const submitted = await app.get(RequestDraftService).submit(founder.ctx(), seen(request), 'submit');
  if ('problems' in submitted) throw new Error(JSON.stringify(submitted));
  request = await review.claim(operator.ctx(), seen(submitted));
  request = await review.size(operator.ctx(), { ...seen(request), gpus: 8, startsAt: daysAhead(0), endsAt: daysAhead(20) });
  const decider = request.approvalBy === 'approver' ? approver : lead;
  const approved = await review.approve(decider.ctx(), seen(request));
  if ('neededMh' in approved) throw new Error(approved.message);
  request = await app.get(GrantService).acceptTerms(founder.ctx(), { requestId: approved.id, terms: TERMS_VERSION });
  const key = await app.get(GrantService).addKey(founder.ctx(), { requestId: request.id, name: '笔记本', publicKey: SSH_KEY });
  await app.get(BorrowService).borrow(founder.ctx(), { requestId: request.id, gpus: 4, endsAt: daysAhead(3) });
  request = await app.get(GrantChangeService).requestChange(founder.ctx(), {
    ...seen(request), gpus: 4, endsAt: daysAhead(20), justification: '先以四卡调试。',
  });
  const [grant] = await app.asOwner<{ id: string; account: string }>(
    `select id, account from compute_grant where organisation_id = $1`, [organisationId],
  );
  await app.drain();
  return { request, requestId: request.id, keyId: key.id, grantId: grant?.id ?? '', account: grant?.account ?? '' };
}

/** A further request that is sized, planned in a cycle, and then left out of it. */
export async function planRequest(app: AppParts, centre: Centre, { founder }: Company, gpuClass: string): Promise<void> {
  const operator = centre.people.operator.ctx();
  const review = app.get(RequestReviewService);
  const submitted = await app.get(RequestDraftService).submit(founder.ctx(), seen(await draftRequest(app, founder, gpuClass)), 'submit');
  if ('problems' in submitted) throw new Error(JSON.stringify(submitted));
  const claimed = await review.claim(operator, seen(submitted));
  const sized = await review.size(operator, { ...seen(claimed), gpus: 8, startsAt: daysAhead(2), endsAt: daysAhead(9) });
  const month = (days: number): string => daysAhead(days).toISOString().slice(0, 7);
  const { id } = await app.get(PlanningCycleService).open(operator, {
    code: `C-${sized.number}`, firstMonth: month(0), lastMonth: month(70), quantumMh: 1000n, stages: [], halfLifeMonths: 3,
    leastPercent: 50, mostPercent: 200, note: '',
  });
  await app.get(ProposalService).propose(operator, { id });
  await app.drain();
  await app.get(PlanningCycleService).leaveOut(operator, { id, requestId: sized.id, reason: '先使用现有额度。' });
}

export async function draftRequest(app: AppParts, { ctx }: AppPerson, gpuClass: string): Promise<ComputeRequest> {
  const drafts = app.get(RequestDraftService);
  const { id } = await drafts.start(ctx());
  return drafts.save(ctx(), {
    id, gpuClass, gpus: 8, startsAt: daysAhead(0.01), endsAt: daysAhead(20), purposeKind: 'pretrain', purpose: '下一代模型的预训练。',
  });
}

/** One finished job of this account, delivered as Slurm's accounting text. */
export async function meterJob(app: AppParts, { ctx }: AppPerson, cluster: string, account: string): Promise<void> {
  const report = await app.get(UsageIngestService).importSacct(ctx(), sacct({ cluster, account }), { source: 'test' });
  if (report.added + report.parked !== 1) throw new Error(JSON.stringify(report));
}

export const seen = ({ id, version }: { id: string; version: number }): { id: string; version: number } => ({ id, version });

const SACCT_HEADER = 'JobIDRaw|JobID|Cluster|Account|User|State|AllocTRES|ElapsedRaw|Timelimit|Submit|Start|End|ExitCode';

/** Text as `sacct --parsable2` prints it: two GPUs for an hour that has just passed, but for these columns. */
export function sacct(...jobs: Record<string, string>[]): string {
  const at = (hoursAgo: number): string => new Date(Date.now() - hoursAgo * 3_600_000).toISOString().slice(0, 19);
  const lines = jobs.map((changes, i) => {
    const job: Record<string, string> = {
      JobIDRaw: String(i + 1), JobID: String(i + 1), Cluster: 'nowhere', Account: 'nobody', User: 'lin', State: 'COMPLETED',
      AllocTRES: 'cpu=16,mem=64G,node=1,gres/gpu=2', ElapsedRaw: '3600', Timelimit: '04:00:00', Submit: at(4), Start: at(3), End: at(2), ExitCode: '0:0',
    };
    const given = Object.fromEntries(Object.entries(changes).map(([name, value]) => [NAMES[name] ?? name, value]));
    return SACCT_HEADER.split('|').map((name) => given[name] ?? job[name]).join('|');
  });
  return `${[SACCT_HEADER, ...lines].join('\n')}\n`;
}

const NAMES: Record<string, string> = { cluster: 'Cluster', account: 'Account' };
