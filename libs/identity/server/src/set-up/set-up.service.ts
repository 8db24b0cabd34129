import { Injectable } from '@nestjs/common';
import { Field, InputType } from '@nestjs/graphql';
import { Database, parse, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import { AccountService } from '../account/account.service';
import { emailField, localeField, passwordField, personNameField, timeZoneField, tokenField } from '../fields';
import { LinkNotValid } from '../one-time-token/link-not-valid';
import { OneTimeTokenService } from '../one-time-token/one-time-token.service';
import {
  checkOrganisationNames, organisationNamesSchema, OrganisationNamesInput,
} from '../organisation/organisation.inputs';
import { checkNewPassword, hashPassword } from '../password/password';
import { AdmissionService } from '../session/admission.service';
import { asSystem } from '../session/as-system';
import type { SignedIn } from '../session/sign-in.results';
import type { Visit } from '../visit/visit';

@InputType()
export class SetUpCentreInput {
  /** From the link that the start printed. */
  @Field(() => String)
  token: string;

  @Field(() => OrganisationNamesInput)
  centre: OrganisationNamesInput;

  @Field(() => String)
  name: string;

  @Field(() => String)
  email: string;

  @Field(() => String)
  password: string;

  @Field(() => String, { nullable: true })
  locale?: string | null;

  @Field(() => String, { nullable: true })
  timeZone?: string | null;
}

const setUpSchema = z.object({
  token: tokenField,
  centre: organisationNamesSchema,
  name: personNameField,
  email: emailField,
  password: passwordField,
  locale: localeField.nullish(),
  timeZone: timeZoneField.nullish(),
});

/**
 * An empty centre asks for its first administrator. Only whoever can read what the program printed when it started
 * has the link; a page on the open network alone is not enough. Once there is a centre, the link is dead.
 */
@Injectable()
export class SetUpService {
  constructor(
    private readonly db: Database,
    private readonly tokens: OneTimeTokenService,
    private readonly accounts: AccountService,
    private readonly admission: AdmissionService,
  ) {}

  async isNeeded(ctx: Ctx): Promise<boolean> {
    return this.db.read(asSystem(ctx), (tx) => isEmpty(tx));
  }

  /** For the start of an empty centre: the path of a fresh set-up link, or null when there is a centre already. */
  async link(ctx: Ctx): Promise<string | null> {
    return this.db.write(asSystem(ctx), async (tx) =>
      (await isEmpty(tx)) ? `/set-up?token=${await this.tokens.issue(ctx, tx, 'set_up', null)}` : null,
    );
  }

  async setUp(ctx: Ctx, visit: Visit, input: SetUpCentreInput): Promise<SignedIn | LinkNotValid> {
    const { token, centre, password, ...person } = parse(ctx, setUpSchema, input);
    const names = checkOrganisationNames(centre, 'centre.');
    checkNewPassword('password', password, [person.email.split('@')[0] ?? '', person.name]);
    const passwordHash = await hashPassword(password);
    const account = await this.db.write(asSystem(ctx), async (tx) => {
      // One after the other: of two at once, the second finds a centre.
      await tx.query(`select pg_advisory_xact_lock(hashtext('wutong.set-up'))`);
      if (!(await isEmpty(tx)) || !(await this.tokens.use(ctx, tx, 'set_up', token))) return null;
      return this.accounts.open(ctx, tx, {
        ...person, passwordHash, verified: true, roles: ['administrator'],
        organisation: { kind: 'centre', names },
      });
    });
    if (!account) return new LinkNotValid(ctx);
    return this.admission.admit(ctx, visit, account.user.id, { organisationId: account.organisationId });
  }
}

async function isEmpty(tx: Tx): Promise<boolean> {
  return (await tx.query(`select 1 from organisation where kind = 'centre' limit 1`)).length === 0;
}
