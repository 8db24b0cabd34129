import { Injectable } from '@nestjs/common';
import { Audit, Database, notFound, parse, type Ctx } from '@wutong/core-server';
import { z } from 'zod';
import { DOMAINS, FUNDING_STAGES, PROFILE_FIELDS } from './profile-fields';
import { ShownProfiles } from './shown-profiles';
import { TenantProfile } from './tenant-profile.entity';

const text = (most: number) => z.string().trim().max(most).nullish().transform((value) => value || null);
const fen = z.bigint().min(0n).max(10n ** 15n).nullish().transform((value) => value ?? null);

const schema = z.object({
  taglineZh: text(80), taglineEn: text(120), aboutZh: text(2000), aboutEn: text(4000),
  domains: z.array(z.enum(DOMAINS)).max(4).nullish().transform((value) => (value?.length ? value : null)),
  modelName: text(80), parametersBillion: z.number().positive().max(100_000).nullish().transform((value) => value ?? null),
  filingNumber: text(80), fundingStage: z.enum(FUNDING_STAGES).nullish().transform((value) => value ?? null),
  raisedFen: fen, revenueFen: fen,
  headcount: z.int().min(1).max(100_000).nullish().transform((value) => value ?? null),
  foundedYear: z.int().min(1990).max(2100).nullish().transform((value) => value ?? null),
  website: z.url({ protocol: /^https?$/ }).nullish().transform((value) => value ?? null),
  lookingFor: text(600),
  shownFields: z.array(z.enum(PROFILE_FIELDS)),
  listed: z.boolean(),
});

export type TenantProfileInput = z.input<typeof schema>;

/**
 * A tenant's profile. Hiding a field takes effect with the save: the copy that investors read is written in the same
 * transaction and holds only what is shown, only of tenants that are active, graduating or alumni.
 */
@Injectable()
export class TenantProfileService {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly shown: ShownProfiles,
  ) {}

  /** One's own profile; for the centre, any tenant's. Null while nothing has been written. */
  get(ctx: Ctx, organisationId: string | null): Promise<TenantProfile | null> {
    const id = organisationId ?? ctx.actor.organisationId;
    if (!id) throw notFound();
    return this.database.read(ctx, (tx) => tx.of(TenantProfile).findOneBy({ organisationId: id }));
  }

  async save(ctx: Ctx, input: TenantProfileInput): Promise<TenantProfile> {
    const { organisationId } = ctx.actor;
    if (!organisationId || ctx.actor.organisationKind !== 'tenant') throw notFound();
    const facts = parse(ctx, schema, input);
    return this.database.command(ctx, 'saveTenantProfile', input, async (tx) => {
      const before = await tx.of(TenantProfile).findOneBy({ organisationId });
      const profile = tx.of(TenantProfile).create({ ...facts, organisationId, updatedAt: ctx.now });
      await tx.of(TenantProfile).upsert(profile, ['organisationId']);
      await this.shown.refresh(ctx, tx, organisationId);
      await this.audit.record(ctx, tx, {
        action: 'tenantProfile.save', subjectType: 'tenantProfile', subjectId: organisationId, organisationId,
        ...(before ? { before: { shownFields: before.shownFields, listed: before.listed } } : {}),
        after: { shownFields: profile.shownFields, listed: profile.listed },
      });
      return profile;
    });
  }
}
