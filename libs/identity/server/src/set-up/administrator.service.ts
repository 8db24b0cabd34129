import { Injectable } from '@nestjs/common';
import { conflict, Database, parse, type Ctx } from '@wutong/core-server';
import { z } from 'zod';
import { AccountService } from '../account/account.service';
import { emailField, localeField, passwordField, personNameField } from '../fields';
import { checkOrganisationNames, organisationNamesSchema } from '../organisation/organisation.inputs';
import { checkNewPassword, hashPassword } from '../password/password';
import { asSystem } from '../session/as-system';

export interface NewAdministrator {
  email: string;
  name: string;
  password: string;
  locale?: string | null;
  /** Names of the centre, where there is none yet. */
  centre?: { nameZh?: string | null; nameEn?: string | null };
}

const schema = z.object({
  email: emailField,
  name: personNameField,
  password: passwordField,
  locale: localeField.nullish(),
  centre: organisationNamesSchema.optional(),
});

const DEFAULT_CENTRE = { nameZh: '孵化中心', nameEn: 'Incubation Centre', registrationId: null };

/**
 * An administrator made by whoever has the machine's command line: the first one, with whom the centre comes into
 * being, or another one when all the others are gone. Nothing over the network leads here.
 */
@Injectable()
export class AdministratorService {
  constructor(
    private readonly db: Database,
    private readonly accounts: AccountService,
  ) {}

  /** Throws EMAIL_TAKEN when the address has an account, and INVALID_INPUT naming the field. */
  async add(ctx: Ctx, input: NewAdministrator): Promise<void> {
    const { password, centre, ...person } = parse(ctx, schema, input);
    const names = centre ? checkOrganisationNames(centre, 'centre.') : DEFAULT_CENTRE;
    checkNewPassword('password', password, [person.email.split('@')[0] ?? '', person.name]);
    const passwordHash = await hashPassword(password);
    await this.db.write(asSystem(ctx), async (tx) => {
      // The same lock as the set-up page's: of two first administrators, the second joins the first one's centre.
      await tx.query(`select pg_advisory_xact_lock(hashtext('wutong.set-up'))`);
      const [existing] = await tx.query<{ id: string }>(
        `select id from organisation where kind = 'centre' order by created_at limit 1`,
      );
      const account = await this.accounts.open(ctx, tx, {
        ...person, passwordHash, verified: true, roles: ['administrator'],
        organisation: existing?.id ?? { kind: 'centre', names },
      });
      if (!account) {
        throw conflict(
          'EMAIL_TAKEN',
          'This e-mail address has an account already. Choose another.',
          '该邮箱已有账号，请换一个。',
        );
      }
    });
  }
}
