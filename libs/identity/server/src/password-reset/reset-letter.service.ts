import { Injectable } from '@nestjs/common';
import { Database, Job, Jobs, parse, type Ctx } from '@wutong/core-server';
import { z } from 'zod';
import { emailField } from '../fields';
import { LettersService } from '../letters/letters.service';
import { OneTimeTokenService } from '../one-time-token/one-time-token.service';
import { asSystem } from '../session/as-system';
import { subscriberOf } from '../throttle/throttle';
import { ThrottleService } from '../throttle/throttle.service';
import { User } from '../user/user.entity';
import type { Visit } from '../visit/visit';
import { ResetRequested } from './password-reset.results';

declare module '@wutong/core-server' {
  interface JobMap {
    'password-reset.send': { email: string };
  }
}

/**
 * Asking for a new password gets the same answer for every address and only leaves a job; whether there is an account
 * is found out later, by the worker. So neither the answer nor the time it takes tells who has one. Asking from one
 * place for many is slowed.
 */
@Injectable()
export class ResetLetterService {
  constructor(
    private readonly db: Database,
    private readonly jobs: Jobs,
    private readonly throttle: ThrottleService,
    private readonly tokens: OneTimeTokenService,
    private readonly letters: LettersService,
  ) {}

  async request(ctx: Ctx, visit: Visit, email: string): Promise<ResetRequested> {
    const input = parse(ctx, z.object({ email: emailField }), { email });
    await this.throttle.takeOrRefuse(ctx, [{ rule: 'resets', of: [subscriberOf(visit.source)] }]);
    await this.db.write(asSystem(ctx), (tx) => this.jobs.send(ctx, tx, 'password-reset.send', input));
    return new ResetRequested(ctx);
  }

  /** Sends the letter where there is an account. Few to one address, as anybody may ask for them. */
  @Job('password-reset.send', { retries: 3 })
  async send(ctx: Ctx, { email }: { email: string }): Promise<void> {
    const user = await this.db.read(ctx, (tx) => tx.of(User).findOneBy({ email, state: 'active' }));
    if (!user || (await this.throttle.take(ctx, [{ rule: 'letters', of: ['reset', email] }]))) return;
    await this.db.write(ctx, async (tx) => {
      const token = await this.tokens.issue(ctx, tx, 'reset_password', user);
      await this.letters.resetPassword(ctx, tx, user, token);
    });
  }
}
