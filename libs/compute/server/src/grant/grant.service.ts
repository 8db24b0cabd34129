import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { conflict, Database, Events, invalid, notFound, parse, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import type { ComputeRequest } from '../request/compute-request.entity';
import { ownRequest, requestOf } from '../request/request-lookup';
import { RequestMoves } from '../request/request-moves';
import { inGoodStanding } from '../request/tenant-standing';
import { GrantEnding } from './grant-ending';
import { ComputeAccessKey, ComputeGrantUser } from './grant-people.entity';
import { LIVE } from './grant-states';
import { termsAt } from './terms';

const keySchema = z.object({
  requestId: z.uuid(), name: z.string().trim().min(1).max(60), publicKey: z.string().trim().max(4000),
});
const KEY = /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-ssh-ed25519@openssh\.com) ([A-Za-z0-9+/]+={0,2})(?: .*)?$/;

/**
 * What a tenant does with what it was granted: each user accepts the terms of use, then it starts at its time; users
 * add the SSH keys with which they reach it; the founder may give it back before its end.
 */
@Injectable()
export class GrantService {
  constructor(
    private readonly database: Database,
    private readonly moves: RequestMoves,
    private readonly ending: GrantEnding,
    private readonly events: Events,
  ) {}

  /** Accepts the terms as one of the users; the last one, after the start time, starts the grant. */
  async acceptTerms(ctx: Ctx, input: { requestId: string; terms: string }): Promise<ComputeRequest> {
    const { version } = termsAt(ctx.now);
    if (input.terms !== version) {
      throw conflict('TERMS_CHANGED', 'The terms of use have changed. Read them again.', '使用条款已更新，请重新阅读。', {
        terms: version,
      });
    }
    return this.database.command(ctx, 'acceptComputeTerms', input, async (tx) => {
      const request = await ownRequest(ctx, tx, input.requestId);
      const accepted = await tx.query(
        `update compute_grant_user set accepted_terms = $3, accepted_at = coalesce(accepted_at, $4)
          where request_id = $1 and user_id = $2 returning user_id`,
        [request.id, ctx.actor.userId, input.terms, ctx.now],
      );
      if (accepted.length === 0) {
        throw conflict(
          'NOT_A_USER', 'You are not among the users of this request. Ask its founder to add you.',
          '您不在该申请的使用人之列，请联系创始人添加。',
        );
      }
      const { organisationId, state } = request;
      // Who joins while it runs may reach the cluster from now on.
      if (state !== 'allocated') await this.events.emit(ctx, tx, 'computeRequest.moved', { requestId: request.id, organisationId, event: 'acceptTerms', state });
      return tx.bySystem(ctx, (system) => this.startIfReady(system, tx, request));
    });
  }

  /** Starts an allocated grant whose time has come and whose users have all accepted; else leaves it as it is. */
  async startIfReady(system: Ctx, tx: Tx, request: ComputeRequest): Promise<ComputeRequest> {
    if (request.state !== 'allocated' || !request.sizedStartsAt || request.sizedStartsAt > system.now) return request;
    const [{ open } = { open: 1 }] = await tx.query<{ open: number }>(
      `select count(*) filter (where accepted_at is null)::int as open from compute_grant_user where request_id = $1`,
      [request.id],
    );
    if (open > 0 || !(await inGoodStanding(tx, request.organisationId))) return request;
    return this.moves.make(system, tx, request, 'start', { set: { startedAt: system.now } });
  }

  /** Gives back what is waiting, allocated or running. */
  release(ctx: Ctx, input: { id: string; version: number; reason?: string | null }): Promise<ComputeRequest> {
    return this.database.command(ctx, 'releaseComputeRequest', input, async (tx) =>
      this.ending.end(ctx, tx, await ownRequest(ctx, tx, input.id), 'release', input),
    );
  }

  /** Takes a running grant back. */
  revoke(ctx: Ctx, input: { id: string; version: number; reason: string }): Promise<ComputeRequest> {
    return this.database.command(ctx, 'revokeComputeRequest', input, async (tx) =>
      this.ending.end(ctx, tx, await requestOf(tx, input.id), 'revoke', input),
    );
  }

  async addKey(ctx: Ctx, input: { requestId: string; name: string; publicKey: string }): Promise<ComputeAccessKey> {
    const { requestId, name, publicKey } = parse(ctx, keySchema, input);
    const fingerprint = fingerprintOf(publicKey);
    if (!fingerprint) {
      throw invalid(
        'publicKey', 'This is no public key of OpenSSH. Paste the line of your .pub file.', '这不是 OpenSSH 公钥，请粘贴 .pub 文件中的内容。',
      );
    }
    return this.database.command(ctx, 'addComputeAccessKey', input, async (tx) => {
      const request = await ownRequest(ctx, tx, requestId);
      const { userId, name: userName } = ctx.actor;
      if (!LIVE.has(request.state)) throw conflict('NOT_NOW', 'This grant is not in use.', '该资源当前不可用。');
      const user = await tx.of(ComputeGrantUser).findOneBy({ requestId, userId: userId ?? '' });
      if (!user?.acceptedAt) {
        throw conflict('TERMS_NOT_ACCEPTED', 'Accept the terms of use first.', '请先确认使用条款。');
      }
      const live = await tx.query(
        `select id from compute_access_key where request_id = $1 and fingerprint = $2 and revoked_at is null`,
        [requestId, fingerprint],
      );
      if (live.length > 0) throw conflict('KEY_EXISTS', 'This key has been added already.', '该密钥已添加。');
      const key = tx.of(ComputeAccessKey).create({
        id: randomUUID(), requestId, organisationId: request.organisationId, userId: user.userId, userName, name, publicKey,
        fingerprint, addedAt: ctx.now, revokedAt: null, revokedBecause: null,
      });
      await tx.insert(ComputeAccessKey, key);
      return key;
    });
  }

  /** Users revoke their own keys. */
  revokeKey(ctx: Ctx, input: { id: string }): Promise<ComputeAccessKey> {
    return this.database.command(ctx, 'revokeComputeAccessKey', input, async (tx) => {
      const key = await tx.of(ComputeAccessKey).findOneBy({ id: input.id });
      if (!key || key.userId !== ctx.actor.userId) throw notFound();
      if (key.revokedAt) return key;
      const revoked = { revokedAt: ctx.now, revokedBecause: 'user' };
      await tx.of(ComputeAccessKey).update({ id: key.id }, revoked);
      return { ...key, ...revoked };
    });
  }
}

/** `SHA256:…` of an OpenSSH public key whose blob names the type that the line names; undefined for anything else. */
export function fingerprintOf(publicKey: string): string | undefined {
  const [, type = '', base64 = ''] = KEY.exec(publicKey) ?? [];
  const blob = Buffer.from(base64, 'base64');
  if (type === '' || blob.length < 4 + type.length) return undefined;
  const length = blob.readUInt32BE(0);
  if (length !== type.length || blob.subarray(4, 4 + length).toString('latin1') !== type) return undefined;
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}
