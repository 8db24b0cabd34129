import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CaseEvent, coreEntities, FilesConfig, FilesModule, NotificationsModule, type Ctx } from '@wutong/core-server';
import { testModule, type TestModule } from '@wutong/core-testing';
import { identityEntities, IdentityModule, permissionsOf } from '@wutong/identity-server';
import { tenancyEntities, TenancyModule } from '@wutong/tenancy-server';
import { computeEntities } from '../compute.entities';
import { ComputeModule } from '../compute.module';
import { EntitlementService } from '../entitlement/entitlement.service';
import { GpuClassService } from '../gpu-class/gpu-class.service';
import { GrantService } from '../grant/grant.service';
import { TERMS_VERSION } from '../grant/terms';
import { PoolService } from '../pool/pool.service';
import type { ComputePriority } from '../request/compute-priority';
import type { ComputeRequest } from '../request/compute-request.entity';
import { RequestDraftService } from '../request/request-draft.service';
import { RequestReviewService } from '../request/request-review.service';
import { SupplierService } from '../supplier/supplier.service';

export const DAY = 86_400_000;
export const HOUR_MH = 1000n;

/** The compute platform on a database of its own, with people to act, and ways to come quickly to any state. */
export async function computeWorld(options: { poolSize?: number; now?: Date } = {}) {
  const module = await testModule({
    imports: [
      FilesModule.forRoot(new FilesConfig(join(tmpdir(), 'wutong-compute-spec'))), IdentityModule, NotificationsModule,
      TenancyModule, ComputeModule,
    ],
    entities: [...new Set([CaseEvent, ...coreEntities, ...identityEntities, ...tenancyEntities, ...computeEntities])],
    ...options,
  });
  const centreId = await newOrganisation(module, 'centre');
  const staff = (...roles: string[]): Promise<Ctx> =>
    newPerson(module, { organisationId: centreId, organisationKind: 'centre', roles });
  const [operator, lead, approver, administrator] = [
    await staff('platform_operator'), await staff('programme_lead'), await staff('approver'), await staff('administrator'),
  ];
  const supplierId = await newOrganisation(module, 'supplier');
  const supplier = await newPerson(module, { organisationId: supplierId, organisationKind: 'supplier', roles: ['supplier'] });
  const at = (days: number): Date => new Date(module.clock.now().getTime() + days * DAY);
  const contract = await module.get(SupplierService).sign(operator, {
    supplierId, number: 'S-1', startsAt: at(-400), endsAt: at(800), terms: '',
  });

  /** A GPU class of its own with one pool of so many GPUs, so that tests do not meet. */
  const pool = async (gpus: number, headroom = 0) => {
    const gpuClass = `g${randomUUID().slice(0, 8)}`;
    await module.get(GpuClassService).create(operator, {
      code: gpuClass, name: gpuClass.toUpperCase(), memoryGib: 80, factorMilli: 1000, source: 'reference',
    });
    const made = await module.get(PoolService).create(operator, {
      contractId: contract.id, code: `P-${gpuClass}`, nameZh: '一号池', nameEn: 'Pool one', gpuClass, region: 'Shanghai',
      cluster: `c-${gpuClass}`, headroom,
    });
    await module.get(PoolService).setCapacity(operator, { poolId: made.id, gpus, startsAt: at(-300), endsAt: at(700) });
    return made;
  };

  /** A new tenant's founder; the tenancy is active, and it has been given hours of a class. */
  const founder = async (gpuClass?: string, hours = 100_000n): Promise<Ctx> => {
    const organisationId = await newOrganisation(module, 'tenant');
    await newTenancy(module, organisationId);
    if (gpuClass) {
      await module.get(EntitlementService).give(lead, { organisationId, gpuClass, amountMh: hours * HOUR_MH, reason: 'Autumn round' });
    }
    return newPerson(module, { organisationId, organisationKind: 'tenant', roles: ['founder'] });
  };
  const colleague = (of: Ctx, ...roles: string[]): Promise<Ctx> =>
    newPerson(module, { organisationId: of.actor.organisationId ?? '', organisationKind: 'tenant', roles });

  const draft = async (who: Ctx, gpuClass: string, wish: Wish = {}): Promise<ComputeRequest> => {
    const drafts = module.get(RequestDraftService);
    const { id } = await drafts.start(who);
    return drafts.save(who, {
      id, gpuClass, gpus: wish.gpus ?? 8, startsAt: wish.startsAt ?? at(1), endsAt: wish.endsAt ?? at(11),
      purposeKind: 'pretrain', purpose: 'Pre-train a model for factories on licensed manuals.', answers: { estimate: 'As the last run took.' },
    });
  };
  const submitted = async (who: Ctx, gpuClass: string, wish: Wish = {}): Promise<ComputeRequest> => {
    const result = await module.get(RequestDraftService).submit(who, seen(await draft(who, gpuClass, wish)), 'submit');
    if ('problems' in result) throw new Error(JSON.stringify(result));
    return result;
  };
  const sized = async (who: Ctx, gpuClass: string, wish: Wish = {}): Promise<ComputeRequest> => {
    const review = module.get(RequestReviewService);
    const claimed = await review.claim(operator, seen(await submitted(who, gpuClass, wish)));
    return review.size(operator, {
      ...seen(claimed), gpus: claimed.gpus!, startsAt: claimed.startsAt!, endsAt: claimed.endsAt!, priority: wish.priority ?? null, note: wish.note ?? null,
    });
  };
  const approve = async (request: ComputeRequest): Promise<ComputeRequest> => {
    const by = request.approvalBy === 'approver' ? approver : lead;
    const result = await module.get(RequestReviewService).approve({ ...by, now: module.clock.now() }, seen(request));
    if ('neededMh' in result) throw new Error(result.message);
    return result;
  };
  /** So many requests just like this one, which is among them. */
  const copies = async (request: ComputeRequest, count: number): Promise<ComputeRequest[]> => {
    const rows = await module.asOwner<{ id: string }>(
      `insert into compute_request select (json_populate_record(r, json_build_object(
           'id', gen_random_uuid(), 'number', r.number || '-' || n))).*
         from compute_request r, generate_series(2, $2::int) as n where r.id = $1 returning id`,
      [request.id, count],
    );
    return [request, ...rows.map(({ id }) => ({ ...request, id }))];
  };
  const active = async (who: Ctx, gpuClass: string, wish: Wish = {}): Promise<ComputeRequest> => {
    const allocated = await approve(await sized(who, gpuClass, { startsAt: module.clock.now(), ...wish }));
    return module.get(GrantService).acceptTerms(who, { requestId: allocated.id, terms: TERMS_VERSION });
  };
  return {
    ...module, centreId, staff, operator, lead, approver, administrator, supplier, supplierId, contract, at, pool, founder,
    colleague, draft, submitted, sized, approve, active, copies,
    suspend: (organisationId: string) => module.asOwner(`update tenancy set state = 'suspended' where organisation_id = $1`, [organisationId]),
    reopen: (ctx: Ctx): Ctx => ({ ...ctx, now: module.clock.now() }),
  };
}

export type ComputeWorld = Awaited<ReturnType<typeof computeWorld>>;

export interface Wish {
  gpus?: number;
  /** Said by the operator with the size. */
  priority?: ComputePriority;
  note?: string;
  startsAt?: Date;
  endsAt?: Date;
}

export const seen = ({ id, version }: { id: string; version: number }): { id: string; version: number } => ({ id, version });

async function newOrganisation({ asOwner, clock }: TestModule, kind: string): Promise<string> {
  const id = randomUUID();
  await asOwner(
    `insert into organisation (id, kind, slug, name_zh, name_en, created_at) values ($1, $2, $3, '算力测试', 'Compute test', $4)`,
    [id, kind, `t-${id.slice(0, 13)}`, clock.now()],
  );
  return id;
}

async function newPerson(
  { asOwner, clock, ctx }: TestModule,
  person: { organisationId: string; organisationKind: 'centre' | 'tenant' | 'supplier'; roles: string[] },
): Promise<Ctx> {
  const userId = randomUUID();
  const name = `${person.roles[0] ?? 'person'} ${userId.slice(0, 4)}`;
  await asOwner(`insert into app_user (id, email, name, created_at) values ($1, $2, $3, $4)`, [
    userId, `${userId}@wutong.example`, name, clock.now(),
  ]);
  await asOwner(`insert into membership (id, user_id, organisation_id, roles, created_at) values ($1, $2, $3, $4, $5)`, [
    randomUUID(), userId, person.organisationId, person.roles, clock.now(),
  ]);
  return ctx({ ...person, userId, name, permissions: permissionsOf(person.roles) });
}

/** A tenancy as if it had been admitted long ago. */
async function newTenancy({ asOwner, clock }: TestModule, organisationId: string): Promise<void> {
  const userId = randomUUID();
  const roundId = randomUUID();
  const applicationId = randomUUID();
  const now = clock.now();
  await asOwner(`insert into app_user (id, email, name, created_at) values ($1, $2, 'applicant', $3)`, [
    userId, `${userId}@wutong.example`, now,
  ]);
  await asOwner(
    `insert into intake_round (id, name_en, name_zh, opens_at, closes_at, ends_at, desks, form_version)
     values ($1, 'Past', '往期', $2::timestamptz - interval '9 days', $2, $2, 10, 1)`,
    [roundId, now],
  );
  await asOwner(
    `insert into tenancy_application (id, organisation_id, round_id, number, state, version, form_version, saved_at,
       submitted_at, created_by, signed_name, agreement_hash)
     values ($1, $2, $3, $4, 'accepted', 9, 1, $5, $5, $6, 'x', 'x')`,
    [applicationId, organisationId, roundId, applicationId.slice(0, 12), now, userId],
  );
  await asOwner(
    `insert into tenancy (id, organisation_id, application_id, state, version, desks, signed_at)
     values ($1, $2, $3, 'active', 2, 4, $4)`,
    [randomUUID(), organisationId, applicationId, now],
  );
}
