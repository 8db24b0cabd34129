import { Injectable } from '@nestjs/common';
import { Audit, Database, parse, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import { tokenField } from '../fields';
import { LettersService } from '../letters/letters.service';
import { LinkNotValid } from '../one-time-token/link-not-valid';
import { OneTimeTokenService } from '../one-time-token/one-time-token.service';
import { asSystem, asUser, myId } from '../session/as-system';
import { TooManyAttempts } from '../session/sign-in.results';
import { ThrottleService } from '../throttle/throttle.service';
import { User } from '../user/user.entity';
import { EmailVerified, VerificationSent } from './email-verification.results';

/** An address is proved by the link in a letter to it. Whoever opens the link need not be signed in. */
@Injectable()
export class EmailVerificationService {
  constructor(
    private readonly db: Database,
    private readonly tokens: OneTimeTokenService,
    private readonly letters: LettersService,
    private readonly throttle: ThrottleService,
    private readonly audit: Audit,
  ) {}

  /** Sends the letter, in the caller's transaction, which has the system's reach. */
  async send(ctx: Ctx, tx: Tx, user: User): Promise<void> {
    const token = await this.tokens.issue(ctx, tx, 'verify_email', user);
    await this.letters.verifyEmail(ctx, tx, user, token);
  }

  /** Sends me the letter again. */
  async resend(ctx: Ctx): Promise<VerificationSent | TooManyAttempts> {
    const user = await this.db.read(ctx, (tx) => tx.of(User).findOneByOrFail({ id: myId(ctx) }));
    const retryAt = await this.throttle.take(ctx, [{ rule: 'letters', of: ['verify', user.email] }]);
    if (retryAt) return new TooManyAttempts(ctx, retryAt);
    await this.db.write(asSystem(ctx), async (tx) => {
      if (!user.emailVerifiedAt) await this.send(ctx, tx, user);
    });
    return new VerificationSent(user.email);
  }

  async verify(ctx: Ctx, token: string): Promise<EmailVerified | LinkNotValid> {
    const input = parse(ctx, z.object({ token: tokenField }), { token });
    const user = await this.db.write(asSystem(ctx), async (tx) => {
      const used = await this.tokens.use(ctx, tx, 'verify_email', input.token);
      const [proved] = used
        ? await tx.query<{ id: string; name: string; email: string }>(
            `update app_user set email_verified_at = coalesce(email_verified_at, $3), version = version + 1
             where id = $1 and email = $2 returning id, name, email`,
            [used.user_id, used.email, ctx.now],
          )
        : [];
      if (!proved) return null;
      await this.audit.record(asUser(ctx, proved), tx, {
        action: 'user.verifyEmail', subjectType: 'user', subjectId: proved.id, organisationId: null,
        after: { email: proved.email },
      });
      return proved;
    });
    return user ? new EmailVerified(user.email) : new LinkNotValid(ctx);
  }
}
