import { Injectable } from '@nestjs/common';
import { Audit, type Ctx, type Locale, type OrganisationKind, type Tx } from '@wutong/core-server';
import type { RoleName } from '../access/roles';
import { EmailVerificationService } from '../email-verification/email-verification.service';
import { MembershipService } from '../membership/membership.service';
import type { OrganisationNames } from '../organisation/organisation.inputs';
import { OrganisationService } from '../organisation/organisation.service';
import { PasswordService } from '../password/password.service';
import { asUser } from '../session/as-system';
import { insertUser } from '../user/new-user';
import type { User } from '../user/user.entity';

export interface NewAccount {
  /** Lower case. */
  email: string;
  name: string;
  locale?: Locale | null | undefined;
  timeZone?: string | null | undefined;
  /** argon2id; null for a person who comes in by another way only. */
  passwordHash: string | null;
  /** Whether the address is proved already, by an invitation say; else a letter asks for that. */
  verified: boolean;
  roles: RoleName[];
  /** An organisation that is there, or a new one. */
  organisation: string | { kind: OrganisationKind; names: OrganisationNames };
}

/** Opens an account: person, password, organisation and role in one transaction, which has the system's reach. */
@Injectable()
export class AccountService {
  constructor(
    private readonly organisations: OrganisationService,
    private readonly memberships: MembershipService,
    private readonly passwords: PasswordService,
    private readonly verification: EmailVerificationService,
    private readonly audit: Audit,
  ) {}

  /** Null when the address has an account; then nothing has happened. */
  async open(ctx: Ctx, tx: Tx, account: NewAccount): Promise<{ user: User; organisationId: string } | null> {
    const user = await insertUser(ctx, tx, {
      email: account.email,
      name: account.name,
      locale: account.locale ?? ctx.locale,
      timeZone: account.timeZone ?? ctx.timeZone,
      verified: account.verified,
    });
    if (!user) return null;
    const self = asUser(ctx, user);
    await this.audit.record(self, tx, {
      action: 'user.register', subjectType: 'user', subjectId: user.id, organisationId: null,
      after: { email: user.email, name: user.name },
    });
    if (account.passwordHash) await this.passwords.set(ctx, tx, user.id, account.passwordHash);
    const organisationId =
      typeof account.organisation === 'string'
        ? account.organisation
        : (await this.organisations.create(self, tx, account.organisation.kind, account.organisation.names)).id;
    await this.memberships.join(self, tx, user.id, organisationId, account.roles);
    if (!account.verified) await this.verification.send(ctx, tx, user);
    return { user, organisationId };
  }
}
