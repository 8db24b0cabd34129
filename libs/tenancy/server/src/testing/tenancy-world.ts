import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CaseEvent, FilesConfig, FilesModule, NotificationsModule, StoredFile, type Ctx } from '@wutong/core-server';
import { testModule, type TestModule } from '@wutong/core-testing';
import { identityEntities, IdentityModule } from '@wutong/identity-server';
import { tenancyEntities, TenancyModule, TenancyService } from '../index';

/** The tenancy platform on a database of its own, with people to act. */
export async function tenancyWorld() {
  const module = await testModule({
    imports: [
      FilesModule.forRoot(new FilesConfig(join(tmpdir(), 'wutong-tenancy-spec'))), IdentityModule, NotificationsModule,
      TenancyModule,
    ],
    entities: [CaseEvent, StoredFile, ...identityEntities, ...tenancyEntities],
  });
  const centreId = await newOrganisation(module, 'centre');
  /** A person of the centre in these roles. */
  const staff = async (...roles: string[]): Promise<Ctx> =>
    newPerson(module, { organisationId: centreId, organisationKind: 'centre', roles });
  /** The founder of a new start-up. */
  const founder = async (): Promise<Ctx> =>
    newPerson(module, {
      organisationId: await newOrganisation(module, 'tenant'), organisationKind: 'tenant', roles: ['founder'],
    });
  return { ...module, centreId, staff, founder, round: (desks?: number) => newRound(module, desks) };
}

export type TenancyWorld = Awaited<ReturnType<typeof tenancyWorld>>;

async function newOrganisation({ asOwner, clock }: TestModule, kind: string): Promise<string> {
  const id = randomUUID();
  await asOwner(
    `insert into organisation (id, kind, slug, name_zh, name_en, created_at) values ($1, $2, $3, '梧桐测试', 'Wutong test', $4)`,
    [id, kind, `t-${id.slice(0, 8)}`, clock.now()],
  );
  return id;
}

async function newPerson(
  { asOwner, clock, ctx }: TestModule, person: { organisationId: string; organisationKind: 'centre' | 'tenant'; roles: string[] },
): Promise<Ctx> {
  const userId = randomUUID();
  const name = `${person.roles[0] ?? 'person'} ${userId.slice(0, 4)}`;
  await asOwner(`insert into app_user (id, email, name, created_at) values ($1, $2, $3, $4)`, [
    userId, `${userId}@wutong.example`, name, clock.now(),
  ]);
  await asOwner(
    `insert into membership (id, user_id, organisation_id, roles, created_at) values ($1, $2, $3, $4, $5)`,
    [randomUUID(), userId, person.organisationId, person.roles, clock.now()],
  );
  return ctx({ ...person, userId, name });
}

/** A document that this founder has sent. */
export async function sentDocument({ asOwner, clock }: TestModule, founder: Ctx): Promise<string> {
  const id = randomUUID();
  const sha256 = id.replaceAll('-', '').repeat(2);
  await asOwner(`insert into file_blob (sha256, size, stored_at) values ($1, 1000, $2)`, [sha256, clock.now()]);
  await asOwner(
    `insert into file (id, organisation_id, uploaded_by, purpose, name, declared_type, size, state, media_type, sha256,
       created_at, touched_at, stored_at)
     values ($1, $2, $3, 'tenancy-application', 'plan.pdf', 'application/pdf', 1000, 'stored', 'application/pdf', $4, $5, $5, $5)`,
    [id, founder.actor.organisationId, founder.actor.userId, sha256, clock.now()],
  );
  return id;
}

async function newRound({ asOwner, clock }: TestModule, desks = 20): Promise<string> {
  const id = randomUUID();
  const day = 86_400_000;
  const at = (days: number): Date => new Date(clock.now().getTime() + days * day);
  await asOwner(
    `insert into intake_round (id, name_en, name_zh, opens_at, closes_at, grace_minutes, ends_at, desks, form_version)
     values ($1, 'Autumn', '秋季', $2, $3, 30, $4, $5, 1)`,
    [id, at(-10), at(120), at(200), desks],
  );
  return id;
}

/** A tenancy of this founder's start-up whose onboarding tasks are done. */
export async function newTenancy(world: TestModule & { staff(...roles: string[]): Promise<Ctx> }, founder: Ctx): Promise<string> {
  const { asOwner, clock, get } = world;
  const [applicationId, tenancyId] = [randomUUID(), randomUUID()];
  const { organisationId, userId } = founder.actor;
  await asOwner(
    `insert into tenancy_application (id, organisation_id, round_id, number, state, version, form_version, saved_at,
       submitted_at, created_by, agreement_hash, signed_name)
     values ($1, $2, $3, gen_random_uuid()::text, 'accepted', 8, 1, $4, $4, $5, 'hash', '签署人')`,
    [applicationId, organisationId, await newRound(world), clock.now(), userId],
  );
  await asOwner(
    `insert into tenancy (id, organisation_id, application_id, state, version, desks, signed_at)
     values ($1, $2, $3, 'onboarding', 1, 8, $4)`,
    [tenancyId, organisationId, applicationId, clock.now()],
  );
  const [{ id: taskId } = { id: '' }] = await asOwner<{ id: string }>(
    `insert into tenancy_task (id, tenancy_id, organisation_id, stage, key, owner, mandatory)
     values (gen_random_uuid(), $1, $2, 'onboarding', 'desks', 'centre', true) returning id`,
    [tenancyId, organisationId],
  );
  await get(TenancyService).settleTask(await world.staff('programme_lead'), { taskId, done: true });
  return tenancyId;
}

/** Answers with which an application may be handed in. */
export const GOOD_ANSWERS = {
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
  summary: '我们训练面向制造业的中文大语言模型，支持工艺文件理解、质量分析与设备运维问答，目标是把一线工程师的经验沉淀为可复用的模型能力，并以较低的推理成本部署到工厂本地。',
  filingStatus: 'none',
  desks: 8,
  needsCompute: false,
  truth: { accepted: true, version: '2026-01' },
};
