import { Injectable } from '@nestjs/common';
import { Database, parse, type Ctx } from '@wutong/core-server';
import { AccountService } from '../account/account.service';
import { checkOrganisationNames } from '../organisation/organisation.inputs';
import { checkNewPassword, hashPassword } from '../password/password';
import { AdmissionService } from '../session/admission.service';
import { asSystem } from '../session/as-system';
import { SignedIn, TooManyAttempts } from '../session/sign-in.results';
import { SignInService } from '../session/sign-in.service';
import { subscriberOf } from '../throttle/throttle';
import { ThrottleService } from '../throttle/throttle.service';
import type { Visit } from '../visit/visit';
import { signUpSchema, type SignUpInput } from './sign-up.inputs';
import { EmailTaken, type SignUpOutcome } from './sign-up.results';

/**
 * A founder registers an organisation and themselves in one step and is signed in at once; the letter that proves
 * the address follows. That an address is taken is told, as whoever owns it must learn what to do; asking for many
 * addresses is slowed.
 */
@Injectable()
export class SignUpService {
  constructor(
    private readonly db: Database,
    private readonly accounts: AccountService,
    private readonly admission: AdmissionService,
    private readonly signIns: SignInService,
    private readonly throttle: ThrottleService,
  ) {}

  async signUp(ctx: Ctx, visit: Visit, input: SignUpInput): Promise<SignUpOutcome> {
    const { password, ...founder } = parse(ctx, signUpSchema, input);
    const names = checkOrganisationNames(founder.organisation, 'organisation.');
    checkNewPassword('password', password, [founder.email.split('@')[0] ?? '', founder.name]);
    const retryAt = await this.throttle.take(ctx, [{ rule: 'signUp', of: [subscriberOf(visit.source)] }]);
    if (retryAt) return new TooManyAttempts(ctx, retryAt);
    const passwordHash = await hashPassword(password);
    let first = false;
    // The password is left out of what is compared and kept: even its hash would be too easy to guess at.
    const made = await this.db.command(asSystem(ctx), 'signUp', founder, async (tx) => {
      first = true;
      const account = await this.accounts.open(ctx, tx, {
        ...founder,
        passwordHash,
        verified: false,
        roles: ['founder'],
        organisation: { kind: 'tenant', names },
      });
      return account && { userId: account.user.id, organisationId: account.organisationId };
    });
    if (!made) return new EmailTaken(ctx);
    if (first) return this.admission.admit(ctx, visit, made.userId, { organisationId: made.organisationId });
    // The same request again, its answer lost: whoever sends it proves that they know the password.
    const again = await this.signIns.signIn(ctx, visit, { email: founder.email, password });
    return again instanceof SignedIn || again instanceof TooManyAttempts ? again : new EmailTaken(ctx);
  }
}
