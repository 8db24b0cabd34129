import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  Audit, conflict, Database, isStaff, likeOf, notFound, pageOf, parse, readCursor, rowsToFetch, staleVersion, type Ctx,
  type OrganisationKind, type Page, type Tx,
} from '@wutong/core-server';
import { z } from 'zod';
import { idField, reasonField } from '../fields';
import { Organisation } from './organisation.entity';
import {
  checkOrganisationNames, organisationKindField, organisationNamesSchema, type OrganisationListArgs, type OrganisationNames,
  type OrganisationNamesInput, type RegisterOrganisationInput,
} from './organisation.inputs';
import { slugOf } from './slug';

/**
 * Organisations: the centre itself, its tenants, investors, suppliers and adopters. Founders register their own when
 * they sign up, administrators the others. A closed one stays in the records; nobody acts for it any more.
 */
@Injectable()
export class OrganisationService {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
  ) {}

  async organisation(ctx: Ctx, id: string): Promise<Organisation> {
    const input = parse(ctx, z.object({ id: idField }), { id });
    return this.db.read(ctx, (tx) => this.find(tx, input.id));
  }

  /** All organisations by name; staff only. */
  async list(ctx: Ctx, args: OrganisationListArgs): Promise<Page<Organisation>> {
    const limit = rowsToFetch(args);
    const cursor = readCursor(args, 2);
    return this.db.read(ctx, async (tx) => {
      const query = tx.of(Organisation).createQueryBuilder('o').orderBy('o.name_zh').addOrderBy('o.id').limit(limit);
      if (args.kind) query.andWhere('o.kind = :kind', { kind: args.kind });
      const like = likeOf(args.search);
      if (like) query.andWhere(`concat_ws(' ', o.name_zh, o.name_en, o.registration_id) ilike :like`, { like });
      if (cursor) query.andWhere('(o.name_zh, o.id) > (:name::text, :id::uuid)', { name: cursor[0], id: cursor[1] });
      return pageOf(await query.getMany(), args, (organisation) => [organisation.nameZh, organisation.id]);
    });
  }

  /** A new organisation, by an administrator; its people are invited next. */
  async register(ctx: Ctx, input: RegisterOrganisationInput): Promise<Organisation> {
    const { kind } = parse(ctx, z.object({ kind: organisationKindField }), input);
    const names = checkOrganisationNames(parse(ctx, organisationNamesSchema, input));
    const id = await this.db.command(ctx, 'registerOrganisation', { kind, ...names }, async (tx) => {
      if (kind === 'centre') {
        throw conflict('ONE_CENTRE', 'There is one centre already.', '中心机构已存在，且只能有一个。');
      }
      return (await this.create(ctx, tx, kind, names)).id;
    });
    return this.db.read(ctx, (tx) => this.find(tx, id));
  }

  /** Inserts an organisation in the caller's transaction, which has the centre's or the system's reach. */
  async create(ctx: Ctx, tx: Tx, kind: OrganisationKind, names: OrganisationNames): Promise<Organisation> {
    const organisation: Organisation = {
      id: randomUUID(), kind, slug: await this.freeSlug(tx, names.nameEn), ...names, state: 'active',
      createdAt: ctx.now, version: 1,
    };
    await tx.of(Organisation).insert(organisation);
    await this.audit.record(ctx, tx, {
      ...subject(organisation),
      action: 'organisation.register',
      after: { kind, slug: organisation.slug, ...names },
    });
    return organisation;
  }

  /** Changes names and registration. Founders change their own organisation, administrators any. */
  async edit(ctx: Ctx, id: string, version: number, input: OrganisationNamesInput): Promise<Organisation> {
    const { id: wanted } = parse(ctx, z.object({ id: idField }), { id });
    const names = checkOrganisationNames(parse(ctx, organisationNamesSchema, input));
    await this.db.command(ctx, 'editOrganisation', { id, version, ...names }, async (tx) => {
      const before = await this.mine(ctx, tx, wanted);
      await this.change(tx, before, version, names);
      const { nameZh, nameEn, registrationId } = before;
      await this.audit.record(ctx, tx, {
        ...subject(before), action: 'organisation.edit', before: { nameZh, nameEn, registrationId }, after: names,
      });
    });
    return this.db.read(ctx, (tx) => this.find(tx, wanted));
  }

  /** Nobody acts for it from now on: its people's next request finds them without it. */
  async close(ctx: Ctx, id: string, version: number, reason: string): Promise<Organisation> {
    const input = parse(ctx, z.object({ id: idField, reason: reasonField }), { id, reason });
    await this.db.command(ctx, 'closeOrganisation', { ...input, version }, async (tx) => {
      const before = await this.mine(ctx, tx, input.id);
      if (before.kind === 'centre') {
        throw conflict('ONE_CENTRE', 'The centre itself cannot be closed.', '不能关闭中心机构本身。');
      }
      await this.change(tx, before, version, { state: 'closed' });
      await this.audit.record(ctx, tx, {
        ...subject(before), action: 'organisation.close', after: { reason: input.reason },
      });
    });
    return this.db.read(ctx, (tx) => this.find(tx, input.id));
  }

  private async change(tx: Tx, before: Organisation, version: number, set: Partial<Organisation>): Promise<void> {
    const changed = await tx.of(Organisation).update({ id: before.id, version }, { ...set, version: version + 1 });
    if (changed.affected !== 1) throw staleVersion();
  }

  private async find(tx: Tx, id: string): Promise<Organisation> {
    const organisation = await tx.of(Organisation).findOneBy({ id });
    if (!organisation) throw notFound();
    return organisation;
  }

  /** One that the viewer may change: staff any but those of a conflict of interest, others only the one they act for. */
  private async mine(ctx: Ctx, tx: Tx, id: string): Promise<Organisation> {
    const { conflicts, organisationId } = ctx.actor;
    if (isStaff(ctx) ? conflicts.includes(id) : id !== organisationId) throw notFound();
    return this.find(tx, id);
  }

  private async freeSlug(tx: Tx, name: string): Promise<string> {
    for (let again = false; ; again = true) {
      const slug = slugOf(name, again);
      const taken = await tx.query(`select 1 from organisation where slug = $1`, [slug]);
      if (taken.length === 0) return slug;
    }
  }
}

function subject(organisation: Organisation): { subjectType: string; subjectId: string; organisationId: string } {
  return { subjectType: 'organisation', subjectId: organisation.id, organisationId: organisation.id };
}
