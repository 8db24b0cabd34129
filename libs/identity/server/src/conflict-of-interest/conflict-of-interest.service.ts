import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Field, ObjectType } from '@nestjs/graphql';
import { Audit, conflict, Database, invalid, notFound, parse, type Ctx } from '@wutong/core-server';
import { z } from 'zod';
import { idField, reasonField } from '../fields';
import { Organisation } from '../organisation/organisation.entity';
import { myId } from '../session/as-system';
import { User } from '../user/user.entity';
import { ConflictOfInterest } from './conflict-of-interest.entity';

/** A declared conflict with the names that a list shows. */
@ObjectType()
export class DeclaredConflict {
  @Field(() => ConflictOfInterest)
  conflict: ConflictOfInterest;

  @Field(() => User)
  user: User;

  @Field(() => Organisation)
  organisation: Organisation;
}

const declareSchema = z.object({ organisationId: idField, reason: reasonField });
const endSchema = z.object({ id: idField, reason: reasonField });

/**
 * Who cannot judge an organisation fairly says so. From that person's next request on, the organisation's cases do not
 * exist for them: row-level security leaves them out. Only an administrator ends it, with a reason, never the person.
 * A company to which somebody of the centre belongs is one without being declared (`conflicts_of` in the database).
 */
@Injectable()
export class ConflictOfInterestService {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
  ) {}

  async declare(ctx: Ctx, organisationId: string, reason: string): Promise<ConflictOfInterest> {
    const input = parse(ctx, declareSchema, { organisationId, reason });
    const id = await this.db.command(ctx, 'declareConflictOfInterest', input, async (tx) => {
      const organisation = await tx.of(Organisation).findOneBy({ id: input.organisationId });
      if (!organisation || organisation.kind === 'centre') throw notFound();
      const [made] = await tx.query<{ id: string }>(
        `insert into conflict_of_interest (id, user_id, organisation_id, reason, declared_at, declared_by)
         values ($1, $2, $3, $4, $5, $2) on conflict (user_id, organisation_id) where ended_at is null
         do update set reason = conflict_of_interest.reason returning id`,
        [randomUUID(), myId(ctx), input.organisationId, input.reason, ctx.now],
      );
      if (!made) throw notFound();
      await this.audit.record(ctx, tx, {
        action: 'conflictOfInterest.declare', subjectType: 'user', subjectId: myId(ctx),
        organisationId: input.organisationId, after: { reason: input.reason },
      });
      return made.id;
    });
    return this.db.read(ctx, (tx) => tx.of(ConflictOfInterest).findOneByOrFail({ id }));
  }

  /** Mine that are open. */
  async mine(ctx: Ctx): Promise<DeclaredConflict[]> {
    return this.list(ctx, myId(ctx));
  }

  /** Everybody's that are open. */
  async all(ctx: Ctx): Promise<DeclaredConflict[]> {
    return this.list(ctx, null);
  }

  async end(ctx: Ctx, id: string, reason: string): Promise<ConflictOfInterest> {
    const input = parse(ctx, endSchema, { id, reason });
    await this.db.command(ctx, 'endConflictOfInterest', input, async (tx) => {
      const declared = await tx.of(ConflictOfInterest).findOneBy({ id: input.id });
      if (!declared) throw notFound();
      if (declared.userId === myId(ctx)) {
        throw invalid('id', 'Another administrator must end your own conflict of interest.', '本人的利益冲突须由其他管理员解除。');
      }
      if (declared.endedAt) throw conflict('ENDED_ALREADY', 'It has ended already. Reload.', '已解除，请刷新。');
      await tx.of(ConflictOfInterest).update(
        { id: declared.id },
        { endedAt: ctx.now, endedBy: myId(ctx), endReason: input.reason },
      );
      await this.audit.record(ctx, tx, {
        action: 'conflictOfInterest.end', subjectType: 'user', subjectId: declared.userId,
        organisationId: declared.organisationId, after: { reason: input.reason },
      });
    });
    return this.db.read(ctx, (tx) => tx.of(ConflictOfInterest).findOneByOrFail({ id: input.id }));
  }

  private async list(ctx: Ctx, userId: string | null): Promise<DeclaredConflict[]> {
    return this.db.read(ctx, async (tx) => {
      const query = tx.of(ConflictOfInterest).createQueryBuilder('c').where('c.ended_at is null')
        .orderBy('c.declared_at', 'DESC').addOrderBy('c.id').limit(500);
      if (userId) query.andWhere('c.user_id = :userId', { userId });
      const conflicts = await query.getMany();
      const users = await tx.of(User).createQueryBuilder('u')
        .where('u.id = any(:ids)', { ids: conflicts.map((row) => row.userId) }).getMany();
      const organisations = await tx.of(Organisation).createQueryBuilder('o')
        .where('o.id = any(:ids)', { ids: conflicts.map((row) => row.organisationId) }).getMany();
      return conflicts.flatMap((row) => {
        const user = users.find(({ id }) => id === row.userId);
        const organisation = organisations.find(({ id }) => id === row.organisationId);
        return user && organisation ? [{ conflict: row, user, organisation }] : [];
      });
    });
  }
}
