import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Field, ObjectType } from '@nestjs/graphql';
import { Audit, conflict, Database, invalid, notFound, parse, type Ctx, type Tx } from '@wutong/core-server';
import { IsNull } from 'typeorm';
import { z } from 'zod';
import { NOT_FOR_TOKENS } from '../access/roles';
import { idField } from '../fields';
import { myId } from '../session/as-system';
import { hashOf, newSecret } from '../session/secret';
import { ApiToken } from './api-token.entity';
import { createApiTokenSchema, type CreateApiTokenInput } from './api-token.inputs';

const DAY = 24 * 60 * 60 * 1000;
/** Tells people, and programs that look for leaked secrets, what this string is. */
const MARK = 'wutong_';
const SHOWN = MARK.length + 6;

@ObjectType()
export class CreatedApiToken {
  @Field(() => ApiToken)
  apiToken: ApiToken;

  /** The token itself, shown this once. Null when the same request is sent again: make another one then. */
  @Field(() => String, { nullable: true })
  token: string | null;
}

/**
 * A person gives a program a key to act for them, in the organisation acted for, with some of their own permissions,
 * for a year at the most. What the person loses, the token loses. It is shown once; we keep its hash.
 */
@Injectable()
export class ApiTokenService {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
  ) {}

  /** My tokens, those still good first. */
  async mine(ctx: Ctx): Promise<ApiToken[]> {
    return this.db.read(ctx, (tx) =>
      tx.of(ApiToken).createQueryBuilder('t')
        .where('t.user_id = :me', { me: myId(ctx) })
        .orderBy('t.revoked_at is null and t.expires_at > :now', 'DESC').setParameter('now', ctx.now)
        .addOrderBy('t.created_at', 'DESC').addOrderBy('t.id')
        .limit(200).getMany(),
    );
  }

  async create(ctx: Ctx, input: CreateApiTokenInput): Promise<CreatedApiToken> {
    const wanted = parse(ctx, createApiTokenSchema, input);
    const { organisationId } = ctx.actor;
    if (!organisationId) {
      throw conflict('NO_ORGANISATION', 'Join an organisation first.', '请先加入一个机构。');
    }
    const wrong = wanted.permissions.find((name) => NOT_FOR_TOKENS.has(name) || !ctx.actor.permissions.has(name));
    if (wrong) {
      throw invalid(
        'permissions',
        `A token of yours cannot have the permission “${wrong}”.`,
        `您的令牌不能拥有权限“${wrong}”。`,
      );
    }
    const token = MARK + newSecret();
    const apiToken: ApiToken = {
      id: randomUUID(), userId: myId(ctx), organisationId, name: wanted.name, prefix: token.slice(0, SHOWN),
      tokenHash: hashOf(token), permissions: wanted.permissions, createdAt: ctx.now,
      expiresAt: new Date(ctx.now.getTime() + wanted.expiresInDays * DAY), lastUsedAt: null, revokedAt: null,
    };
    // Only the id is kept as the answer: a stored answer must not hold the token.
    const id = await this.db.command(ctx, 'createApiToken', wanted, async (tx) => {
      await tx.of(ApiToken).insert(apiToken);
      await this.record(ctx, tx, 'apiToken.create', apiToken);
      return apiToken.id;
    });
    const made = await this.db.read(ctx, (tx) => tx.of(ApiToken).findOneByOrFail({ id }));
    return { apiToken: made, token: id === apiToken.id ? token : null };
  }

  async revoke(ctx: Ctx, id: string): Promise<ApiToken> {
    const input = parse(ctx, z.object({ id: idField }), { id });
    await this.db.command(ctx, 'revokeApiToken', input, async (tx) => {
      const apiToken = await tx.of(ApiToken).findOneBy({ id: input.id, userId: myId(ctx) });
      if (!apiToken) throw notFound();
      await tx.of(ApiToken).update({ id: input.id, revokedAt: IsNull() }, { revokedAt: ctx.now });
      await this.record(ctx, tx, 'apiToken.revoke', apiToken);
    });
    return this.db.read(ctx, (tx) => tx.of(ApiToken).findOneByOrFail({ id: input.id }));
  }

  private async record(ctx: Ctx, tx: Tx, action: string, apiToken: ApiToken): Promise<void> {
    const { id, organisationId, name, permissions, expiresAt } = apiToken;
    await this.audit.record(ctx, tx, {
      action, subjectType: 'apiToken', subjectId: id, organisationId, after: { name, permissions, expiresAt },
    });
  }
}
