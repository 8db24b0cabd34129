import { Injectable } from '@nestjs/common';
import { Audit, Database, type Ctx, type Tx } from '@wutong/core-server';
import { Organisation } from '../organisation/organisation.entity';
import { User } from '../user/user.entity';
import type { Visit } from '../visit/visit';
import { asSystem, asUser } from './as-system';
import { hashOf, newSecret } from './secret';
import { SessionService, type OpenedSession } from './session.service';
import { SignedIn } from './sign-in.results';

/** A person has that many browsers known at the most; the one unused longest is forgotten. */
const KNOWN_DEVICES = 20;

/**
 * The one way in: whoever has proved who they are (password, invitation, reset, demo, other provider) gets a new
 * session, and their browser is remembered as known. Cookies are set after the transaction is through.
 */
@Injectable()
export class AdmissionService {
  constructor(
    private readonly db: Database,
    private readonly sessions: SessionService,
    private readonly audit: Audit,
  ) {}

  /** `also` runs in the same transaction, with the system's reach. */
  async admit(
    ctx: Ctx,
    visit: Visit,
    userId: string,
    options: { organisationId?: string | null; also?: (tx: Tx) => Promise<void> } = {},
  ): Promise<SignedIn> {
    const admitted = await this.db.write(asSystem(ctx), async (tx) => {
      await options.also?.(tx);
      const session = await this.sessions.open(ctx, tx, visit, userId, options.organisationId);
      const device = await this.knowDevice(ctx, tx, visit, userId);
      await tx.of(User).update({ id: userId }, { lastSignedInAt: ctx.now });
      const answer = await signedIn(tx, userId, session);
      await this.audit.record(asUser(ctx, answer.user), tx, {
        action: 'session.open', subjectType: 'user', subjectId: userId, organisationId: null,
        after: { source: visit.source, userAgent: visit.userAgent },
      });
      return { session, device, answer };
    });
    visit.keepSession(admitted.session.token, admitted.session.expiresAt);
    if (admitted.device) visit.keepDevice(admitted.device);
    return admitted.answer;
  }

  /** Gives the token for a browser that has none yet; a known browser keeps its own. */
  private async knowDevice(ctx: Ctx, tx: Tx, visit: Visit, userId: string): Promise<string | null> {
    const token = visit.deviceToken ?? newSecret();
    await tx.query(
      `insert into known_device (user_id, token_hash, created_at, last_used_at) values ($1, $2, $3, $3)
       on conflict (user_id, token_hash) do update set last_used_at = excluded.last_used_at`,
      [userId, hashOf(token), ctx.now],
    );
    await tx.query(
      `delete from known_device where user_id = $1 and token_hash not in (
         select token_hash from known_device where user_id = $1 order by last_used_at desc limit $2)`,
      [userId, KNOWN_DEVICES],
    );
    return visit.deviceToken ? null : token;
  }
}

async function signedIn(tx: Tx, userId: string, session: OpenedSession): Promise<SignedIn> {
  const user = await tx.of(User).findOneByOrFail({ id: userId });
  const { organisationId } = session;
  return new SignedIn(user, organisationId ? await tx.of(Organisation).findOneBy({ id: organisationId }) : null);
}
