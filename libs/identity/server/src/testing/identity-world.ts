import { randomUUID } from 'node:crypto';
import { NotificationsModule, type Ctx, type OrganisationKind } from '@wutong/core-server';
import { testModule, type ActorOverrides, type TestModule } from '@wutong/core-testing';
import { permissionsOf, type RoleName } from '../access/roles';
import { AccountService } from '../account/account.service';
import { identityEntities } from '../identity.entities';
import { IdentityModule } from '../identity.module';
import { hashPassword } from '../password/password';
import type { Visit } from '../visit/visit';

export const PASSWORD = 'correct horse battery';

/** A browser that keeps what it is given. */
export interface TestVisit extends Visit {
  sessionToken: string | null;
  deviceToken: string | null;
}

export function browser(source = '203.0.113.7'): TestVisit {
  const visit: TestVisit = {
    source,
    userAgent: 'Spec/1.0',
    sessionToken: null,
    deviceToken: null,
    keepSession: (token) => (visit.sessionToken = token),
    keepDevice: (token) => (visit.deviceToken = token),
    forgetSession: () => (visit.sessionToken = null),
  };
  return visit;
}

/** A person with an account. */
export interface Person {
  id: string;
  email: string;
  organisationId: string;
  /** Asking now, in the person's name. */
  ctx(overrides?: ActorOverrides): Ctx;
}

export interface World extends TestModule {
  /** Nobody, asking now. */
  anonymous(): Ctx;
  /** A new person in a new organisation, or in an existing one. */
  person(kind: OrganisationKind, roles: RoleName[], organisationId?: string): Promise<Person>;
  /** The text of the latest letter to an address, as administrators find it where no mail server is set. */
  letterTo(email: string): Promise<string>;
  /** The token in the link of the latest letter to an address. */
  tokenTo(email: string): Promise<string>;
}

/** The identity platform on a database of its own. Hashing is slow by design: all people share one password's hash. */
export async function identityWorld(): Promise<World> {
  const sut = await testModule({ imports: [IdentityModule, NotificationsModule], entities: identityEntities });
  const hash = await hashPassword(PASSWORD);
  const letterTo = async (email: string): Promise<string> => {
    await sut.drain();
    const [mail] = await sut.asOwner<{ subject: string; body: string }>(
      `select subject, body from mail where address = $1 order by created_at desc, id desc limit 1`,
      [email],
    );
    if (!mail) throw new Error(`No letter to ${email}`);
    return `${mail.subject}\n${mail.body}`;
  };
  return {
    ...sut,
    anonymous: () =>
      sut.ctx({ kind: 'anonymous', userId: null, organisationId: null, organisationKind: null, name: '' }),
    letterTo,
    tokenTo: async (email) => /token=([\w-]+)/.exec(await letterTo(email))?.[1] ?? 'no token in the letter',
    person: async (kind, roles, organisationId) => {
      const email = `${randomUUID()}@example.test`;
      const name = `Somebody ${email.slice(0, 4)}`;
      const account = await sut.db.write(sut.system(), (tx) =>
        sut.get(AccountService).open(sut.system(), tx, {
          email, name, passwordHash: hash, verified: true, roles, locale: 'en', timeZone: 'Asia/Shanghai',
          organisation: organisationId ?? {
            kind, names: { nameZh: `机构${email.slice(0, 6)}`, nameEn: `Org ${email.slice(0, 6)}`, registrationId: null },
          },
        }),
      );
      if (!account) throw new Error('The address is taken');
      return {
        id: account.user.id,
        email,
        organisationId: account.organisationId,
        ctx: (overrides = {}) =>
          sut.ctx({
            userId: account.user.id, name, organisationId: account.organisationId, organisationKind: kind, roles,
            permissions: permissionsOf(roles), ...overrides,
          }),
      };
    },
  };
}
