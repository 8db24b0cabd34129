import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, notFound, parse, type Ctx, type Tx } from '@wutong/core-server';
import { IsNull, MoreThan } from 'typeorm';
import { z } from 'zod';
import { idField } from '../fields';
import type { Visit } from '../visit/visit';
import { myId } from './as-system';
import { hashOf, newSecret } from './secret';
import { Session } from './session.entity';
import { IDLE_MS, LIFETIME_MS } from './session.queries';

/** A session just opened: the token goes into the cookie and nowhere else. */
export interface OpenedSession {
  readonly id: string;
  readonly token: string;
  readonly expiresAt: Date;
  readonly organisationId: string | null;
}

/**
 * A person signs in once per browser. The browser holds a random token, we hold its hash. Whenever what the person may
 * do changes by their own act (sign-in, another organisation, a new password), the token is replaced. People see where
 * they are signed in, and can end one session or all of them.
 */
@Injectable()
export class SessionService {
  constructor(private readonly db: Database) {}

  /**
   * Opens a session in the given organisation, else in the one this person last acted for, else in their first.
   * The session that the browser held before ends. `tx` has the system's reach.
   */
  async open(ctx: Ctx, tx: Tx, visit: Visit, userId: string, organisationId?: string | null): Promise<OpenedSession> {
    if (visit.sessionToken) await this.endToken(ctx, tx, visit.sessionToken);
    const token = newSecret();
    const session: Session = {
      id: randomUUID(),
      tokenHash: hashOf(token),
      userId,
      organisationId: organisationId ?? (await this.usualOrganisation(tx, userId)),
      source: visit.source,
      userAgent: visit.userAgent,
      createdAt: ctx.now,
      lastSeenAt: ctx.now,
      expiresAt: new Date(ctx.now.getTime() + LIFETIME_MS),
      endedAt: null,
    };
    await tx.of(Session).insert(session);
    return { id: session.id, token, expiresAt: session.expiresAt, organisationId: session.organisationId };
  }

  /** My sessions that are still open, the latest used first. */
  async mine(ctx: Ctx): Promise<Session[]> {
    return this.db.read(ctx, (tx) =>
      tx.of(Session).find({
        where: {
          userId: myId(ctx),
          endedAt: IsNull(),
          expiresAt: MoreThan(ctx.now),
          lastSeenAt: MoreThan(new Date(ctx.now.getTime() - IDLE_MS)),
        },
        order: { lastSeenAt: 'DESC', id: 'ASC' },
      }),
    );
  }

  /** Whether it is the session that this browser holds. */
  isCurrent(visit: Visit, session: Session): boolean {
    return visit.sessionToken !== null && hashOf(visit.sessionToken).equals(session.tokenHash);
  }

  /** Signs this browser out. Nobody signed in is no error: the wish is granted. */
  async signOut(ctx: Ctx, visit: Visit): Promise<boolean> {
    const token = visit.sessionToken;
    if (token && ctx.actor.kind === 'user') await this.db.write(ctx, (tx) => this.endToken(ctx, tx, token));
    visit.forgetSession();
    return true;
  }

  /** Ends one of my sessions. */
  async end(ctx: Ctx, id: string): Promise<void> {
    const input = parse(ctx, z.object({ id: idField }), { id });
    await this.db.command(ctx, 'endSession', input, async (tx) => {
      const ended = await tx.of(Session).update({ id, userId: myId(ctx) }, { endedAt: ctx.now });
      if (ended.affected !== 1) throw notFound();
    });
  }

  /** Ends all my sessions, this browser's included. */
  async signOutEverywhere(ctx: Ctx, visit: Visit): Promise<boolean> {
    await this.db.write(ctx, (tx) => this.endAllOf(ctx, tx, myId(ctx)));
    visit.forgetSession();
    return true;
  }

  /** Ends every session of a person. */
  async endAllOf(ctx: Ctx, tx: Tx, userId: string): Promise<void> {
    await tx.of(Session).update({ userId, endedAt: IsNull() }, { endedAt: ctx.now });
  }

  private async endToken(ctx: Ctx, tx: Tx, token: string): Promise<void> {
    await tx.of(Session).update({ tokenHash: hashOf(token), endedAt: IsNull() }, { endedAt: ctx.now });
  }

  private async usualOrganisation(tx: Tx, userId: string): Promise<string | null> {
    const [usual] = await tx.query<{ organisation_id: string }>(
      `select m.organisation_id from membership m
       join organisation o on o.id = m.organisation_id and o.state = 'active'
       left join lateral (select s.created_at from session s
         where s.user_id = m.user_id and s.organisation_id = m.organisation_id
         order by s.created_at desc limit 1) last on true
       where m.user_id = $1 and m.state = 'active'
       order by last.created_at desc nulls last, m.created_at, m.id limit 1`,
      [userId],
    );
    return usual?.organisation_id ?? null;
  }
}
