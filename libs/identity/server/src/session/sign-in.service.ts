import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Audit, Database, parse, type Ctx } from '@wutong/core-server';
import { passwordMatches } from '../password/password';
import { subscriberOf } from '../throttle/throttle';
import { ThrottleService, type ThrottleKey } from '../throttle/throttle.service';
import type { Visit } from '../visit/visit';
import { AdmissionService } from './admission.service';
import { asSystem } from './as-system';
import { hashOf } from './secret';
import { signInSchema, type SignInInput } from './sign-in.inputs';
import { AccountDeactivated, InvalidCredentials, TooManyAttempts, type SignInOutcome } from './sign-in.results';
import { localStrategy, runStrategy } from './strategies';

interface Account {
  id: string;
  state: string;
  hash: string | null;
  device_known: boolean;
}

/**
 * Sign-in with e-mail address and password. Wrong guesses slow down the network address they come from, for that
 * account and in general; they never lock an account. A browser in which the person signed in before has a count of
 * its own, so that nobody's guessing elsewhere, not even in the same office, keeps its owner out. Whether there is an
 * account for an address cannot be told from the answer, nor from the work done for it.
 */
@Injectable()
export class SignInService {
  constructor(
    private readonly db: Database,
    private readonly throttle: ThrottleService,
    private readonly admission: AdmissionService,
    private readonly audit: Audit,
  ) {}

  async signIn(ctx: Ctx, visit: Visit, input: SignInInput): Promise<SignInOutcome> {
    const body = parse(ctx, signInSchema, input);
    const local = localStrategy((email, password) => this.check(ctx, visit, email, password));
    return (await runStrategy<SignInOutcome>(local, { body })) ?? new InvalidCredentials(ctx);
  }

  /** Whether it is the signed-in person's own password; guesses count as at sign-in. */
  async confirm(ctx: Ctx, visit: Visit, email: string, password: string): Promise<'right' | 'wrong' | Date> {
    const account = await this.find(ctx, visit, email);
    const keys = keysFor(email, visit, account);
    const retryAt = await this.throttle.take(ctx, [...keys.forget, ...keys.giveBack]);
    if (retryAt) return retryAt;
    if (!(await passwordMatches(account?.hash ?? null, password))) return 'wrong';
    await this.db.write(asSystem(ctx), (tx) => this.throttle.right(tx, keys));
    return 'right';
  }

  private async check(ctx: Ctx, visit: Visit, email: string, password: string): Promise<SignInOutcome | null> {
    const account = await this.find(ctx, visit, email);
    const keys = keysFor(email, visit, account);
    const retryAt = await this.throttle.take(ctx, [...keys.forget, ...keys.giveBack]);
    if (retryAt) return new TooManyAttempts(ctx, retryAt);
    const right = await passwordMatches(account?.hash ?? null, password);
    if (!right || !account) return this.refuse(ctx, visit, email, account);
    if (account.state !== 'active') return new AccountDeactivated(ctx);
    return this.admission.admit(ctx, visit, account.id, { also: (tx) => this.throttle.right(tx, keys) });
  }

  /** Recorded for addresses without an account too: the same work, and a trace of who tries addresses. */
  private async refuse(ctx: Ctx, visit: Visit, email: string, account: Account | undefined): Promise<null> {
    const stranger = createHash('sha256').update(email).digest('hex').slice(0, 32);
    await this.db.write(asSystem(ctx), (tx) =>
      this.audit.record(ctx, tx, {
        action: 'session.refuse', subjectType: account ? 'user' : 'address', subjectId: account?.id ?? stranger,
        organisationId: null, after: { source: visit.source, userAgent: visit.userAgent },
      }),
    );
    return null;
  }

  private async find(ctx: Ctx, visit: Visit, email: string): Promise<Account | undefined> {
    return this.db.read(asSystem(ctx), async (tx) => {
      const [account] = await tx.query<Account>(
        `select u.id, u.state, p.hash, exists (
           select 1 from known_device d where d.user_id = u.id and d.token_hash = $2) as device_known
         from app_user u left join user_password p on p.user_id = u.id where u.email = $1`,
        [email, hashOf(visit.deviceToken ?? '')],
      );
      return account;
    });
  }
}

interface Keys {
  forget: ThrottleKey[];
  giveBack: ThrottleKey[];
}

/** What a guess is counted by. */
function keysFor(email: string, visit: Visit, account: Account | undefined): Keys {
  const source = subscriberOf(visit.source);
  if (account?.device_known && visit.deviceToken) {
    return { forget: [{ rule: 'device', of: [account.id, visit.deviceToken] }], giveBack: [] };
  }
  return {
    forget: [{ rule: 'account', of: [email, source] }],
    giveBack: [{ rule: 'source', of: [source] }],
  };
}
