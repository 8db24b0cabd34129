import { Injectable } from '@nestjs/common';
import { Audit, Database, parse, type Ctx } from '@wutong/core-server';
import { z } from 'zod';
import { passwordField, tokenField } from '../fields';
import { LinkNotValid } from '../one-time-token/link-not-valid';
import { OneTimeTokenService } from '../one-time-token/one-time-token.service';
import { checkNewPassword, hashPassword } from '../password/password';
import { PasswordService } from '../password/password.service';
import { AdmissionService } from '../session/admission.service';
import { asSystem, asUser } from '../session/as-system';
import type { SignedIn } from '../session/sign-in.results';
import { User } from '../user/user.entity';
import type { Visit } from '../visit/visit';

/**
 * A lost password is replaced through a link in a letter (see reset-letter.service.ts). The link is good once and for
 * an hour; using it ends every session and proves the address.
 */
@Injectable()
export class PasswordResetService {
  constructor(
    private readonly db: Database,
    private readonly tokens: OneTimeTokenService,
    private readonly passwords: PasswordService,
    private readonly admission: AdmissionService,
    private readonly audit: Audit,
  ) {}

  /** Sets the new password and signs in. Of two at once with the same link, one succeeds. */
  async reset(ctx: Ctx, visit: Visit, token: string, password: string): Promise<SignedIn | LinkNotValid> {
    const input = parse(ctx, z.object({ token: tokenField, password: passwordField }), { token, password });
    checkNewPassword('password', input.password, []);
    const hash = await hashPassword(input.password);
    const userId = await this.db.write(asSystem(ctx), async (tx) => {
      const used = await this.tokens.use(ctx, tx, 'reset_password', input.token);
      if (!used?.user_id || !used.email) return null;
      const user = await tx.of(User).findOneBy({ id: used.user_id, email: used.email, state: 'active' });
      if (!user) return null;
      await this.passwords.replace(ctx, tx, user.id, hash);
      if (!user.emailVerifiedAt) await tx.of(User).update({ id: user.id }, { emailVerifiedAt: ctx.now });
      await this.audit.record(asUser(ctx, user), tx, {
        action: 'user.resetPassword', subjectType: 'user', subjectId: user.id, organisationId: null,
      });
      return user.id;
    });
    return userId ? this.admission.admit(ctx, visit, userId) : new LinkNotValid(ctx);
  }
}
