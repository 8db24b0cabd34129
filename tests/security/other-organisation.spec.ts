import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TERMS_VERSION } from '@wutong/compute-server';
import { permissionsOf, ROLE_NAMES, ROLES, type RoleName } from '@wutong/identity-server';
import { getNamedType, isInputObjectType, type GraphQLArgument } from 'graphql';
import { openApp, type AppPerson, type WholeApp } from '../whole-app/open-app';
import { documentFor, operationsOf, WHOLE, type AppOperation, type Values } from '../whole-app/operations';
import { admit, daysAhead, draftRequest, openCentre, openCompany, SSH_KEY, type Centre } from '../whole-app/tenant-story';
import { NO_CASE, NOBODYS, OBJECTS, type Objects } from './objects';
import { openVictims } from './victims';

/**
 * Every operation that takes an id is sent the id of something real that belongs to somebody else. The answer must be,
 * byte for byte, the answer for an id that was never given out.
 */
let app: WholeApp;
let centre: Centre;
let objects: Objects;
let outsiders: Map<string, Outsider>;
let rightful: (AppPerson & { ownRequestId?: string })[];

interface Outsider extends AppPerson {
  readonly permissions: ReadonlySet<string>;
  /** A draft of this person's own, for operations that need something of one's own beside the id. */
  readonly ownRequestId?: string;
}

const everyStaffRole = ROLE_NAMES.filter((role) => ROLES[role].kind === 'centre');

beforeAll(async () => {
  app = await openApp();
  centre = await openCentre(app);
  const victims = await openVictims(app, centre);
  objects = victims.objects;
  const other = await openCompany(app, centre);
  const staff = (): Promise<AppPerson> =>
    app.person({ kind: 'centre', roles: everyStaffRole, organisationId: centre.organisationId });
  const conflicted = await staff();
  for (const organisationId of [objects.organisation, objects.supplier]) {
    await conflicted.visitor.graphql(
      'mutation ($id: ID!) { declareConflictOfInterest(organisationId: $id, reason: "related") { id } }', { id: organisationId },
    );
  }
  await admit(app, centre, other);
  const draft = await draftRequest(app, other.founder, victims.gpuClass);
  const outsider = (person: AppPerson, roles: RoleName[]): Outsider => ({ ...person, permissions: permissionsOf(roles) });
  outsiders = new Map([
    ['a founder', { ...outsider(other.founder, ['founder']), ownRequestId: draft.id }],
    ['a member', outsider(other.member, ['member'])],
    ['an investor', outsider(await app.person({ kind: 'investor', roles: ['investor'] }), ['investor'])],
    ['a supplier', outsider(await app.person({ kind: 'supplier', roles: ['supplier'] }), ['supplier'])],
    ['staff with a conflict of interest', outsider(conflicted, everyStaffRole)],
  ]);
  const { id: ownRequestId } = await draftRequest(app, victims.founder, victims.gpuClass);
  rightful = [{ ...victims.founder, ownRequestId }, victims.supplierPerson, await staff()];
}, 120_000);
afterAll(() => app.close());

/** Where in an operation's arguments ids stand: `input.panel.present`. */
function idPaths({ field }: AppOperation): string[] {
  const walk = (argument: Pick<GraphQLArgument, 'name' | 'type'>, path: string): string[] => {
    const named = getNamedType(argument.type);
    if (named.name === 'ID') return [path];
    if (!isInputObjectType(named)) return [];
    return Object.values(named.getFields()).flatMap((part) => walk(part, `${path}.${part.name}`));
  };
  return field?.args.flatMap((argument) => walk(argument, argument.name)) ?? [];
}

interface Probe {
  readonly operation: AppOperation;
  readonly path: string;
  /** `tenancy id: Tenancy!` */
  readonly title: string;
  readonly object: keyof Objects;
}

function probes(): Probe[] {
  const missing: string[] = [];
  const found = operationsOf(app).flatMap((operation) =>
    idPaths(operation).flatMap((path): Probe[] => {
      const title = `${operation.field?.name} ${path}: ${String(operation.field?.type)}`;
      if (NOBODYS.some(([pattern]) => pattern.test(title))) return [];
      const object = OBJECTS.find(([pattern]) => pattern.test(title))?.[1];
      if (!object) missing.push(`${title} — say in tests/security/objects.ts which object of another organisation stands here`);
      return object ? [{ operation, path, title, object }] : [];
    }),
  );
  expect(missing).toEqual([]);
  return found;
}

const GOOD: Record<string, unknown> = {
  gpuClass: 'h800', publicKey: SSH_KEY, terms: TERMS_VERSION, roles: ['member'], rules: ['E4'], sections: ['team'],
  startsAt: daysAhead(1), validFrom: new Date(daysAhead(1).setUTCMinutes(0, 0, 0)), endsAt: daysAhead(30),
  closesAt: daysAhead(20), email: 'new@example.test', from: daysAhead(-10), to: daysAhead(0), firstMonth: '2026-01', month: '2026-01',
};
const OF_TYPE: Record<string, unknown> = {
  String: 'Good reason to do this', Int: 1, Float: 1, Boolean: true, BigInt: '1000', JSON: {}, DateTime: daysAhead(10),
};

const NEEDED_ALL_THE_SAME = new Set(['input.amountFen', 'input.note', 'input.panel', 'input.nameEn']);

/** Arguments in which everything is right, with this id at this place. */
function valuesWith(path: string, id: string, who: { ownRequestId?: string; userId: string }): Values {
  return (at, type, required) => {
    if (at === path) return id;
    if (path.startsWith(`${at}.`) && !required) return WHOLE;
    if (!required && !NEEDED_ALL_THE_SAME.has(at)) return undefined;
    if (at === 'input.panel.present') return who.userId;
    if (at === 'input.organisationId') return objects.organisation;
    if (at.endsWith('econciliationId')) return objects.reconciliation;
    if (at.endsWith('ileId')) return objects.billFile;
    if (type === 'ID') return (at === 'input.id' ? who.ownRequestId : undefined) ?? randomUUID();
    return GOOD[at.split('.').at(-1) ?? ''] ?? OF_TYPE[type];
  };
}

interface Answer {
  /** Status and body, less what differs from call to call. */
  readonly text: string;
  readonly code?: string;
  readonly field?: string;
}

async function answer(person: Outsider | AppPerson, { operation, path }: Probe, id: string): Promise<Answer> {
  const { query, variables } = documentFor(operation, valuesWith(path, id, person));
  const response = await person.visitor.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const text = sameForAll(await response.text(), id);
  const { errors } = JSON.parse(text) as { errors?: { extensions: { code: string; field?: string } }[] };
  return { ...errors?.[0]?.extensions, text: `${response.status} ${text}` };
}

function sameForAll(text: string, id: string): string {
  return text.replaceAll(/"requestId":"[^"]*"/g, '"requestId":""').replaceAll(id, 'ID');
}

/** Says that there is no such thing: as itself, by naming the argument, or by an answer in which nothing is. */
function deniesThatItIsThere({ code, field }: Answer, path: string): boolean {
  return code === undefined || code === 'NOT_FOUND' || (code === 'INVALID_INPUT' && path.endsWith(`.${field}`));
}

/** Fingerprints of every row that these organisations have. */
async function rowsOf(organisationIds: readonly string[]): Promise<Map<string, string>> {
  const tables = await tablesWithOrganisation();
  const rows = await Promise.all(
    tables.map(async (table) => {
      const [row] = await app.asOwner<{ hash: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '' order by t::text)), '') as hash
         from ${table} t where organisation_id = any($1)`,
        [organisationIds],
      );
      return [table, row?.hash ?? ''] as const;
    }),
  );
  return new Map(rows);
}

async function tablesWithOrganisation(): Promise<string[]> {
  const rows = await app.asOwner<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id'
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`,
  );
  return rows.map(({ name }) => name);
}

describe('what belongs to somebody else', () => {
  test('is, to everybody without a part in it, as if it did not exist; nothing of it changes', async () => {
    const before = await rowsOf([objects.organisation, objects.supplier]);
    const faults: string[] = [];
    let asked = 0;
    for (const probe of probes()) {
      const { access } = probe.operation;
      const ask = async (who: string, person: Outsider): Promise<void> => {
        if (who.startsWith('staff') && NO_CASE.test(probe.title)) return;
        const [real, never] = [await answer(person, probe, objects[probe.object]), await answer(person, probe, randomUUID())];
        const may = 'public' in access || person.permissions.has(access.permission);
        const fits = may ? deniesThatItIsThere(real, probe.path) : real.code === 'DENIED';
        asked += 1;
        if (real.text !== never.text) faults.push(`${who}: ${probe.title}\n  real  ${real.text}\n  never ${never.text}`);
        else if (!fits) faults.push(`${who}: ${probe.title}\n  ${real.text}`);
      };
      await Promise.all([...outsiders].map(([who, person]) => ask(who, person)));
    }
    expect(faults.join('\n')).toBe('');
    expect(asked).toBeGreaterThan(400);
    expect(await rowsOf([objects.organisation, objects.supplier])).toEqual(before);
  }, 120_000);

  test.each([
    ['GET', (id: string) => `/files/${id}/plan.pdf`, {}],
    ['HEAD', (id: string) => `/files/upload/${id}`, {}],
    ['PATCH', (id: string) => `/files/upload/${id}`, { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }],
    ['DELETE', (id: string) => `/files/upload/${id}`, {}],
  ])('is not there for %s of files either', async (method, address, headers) => {
    for (const [who, { visitor }] of outsiders) {
      const [real, never] = await Promise.all(
        [objects.file, randomUUID()].map(async (id) => {
          const init = { method, headers: { ...headers, 'tus-resumable': '1.0.0' }, ...(method === 'PATCH' ? { body: 'x' } : {}) };
          const response = await visitor.fetch(address(id), init);
          return `${who} ${response.status} ${sameForAll(await response.text(), id)}`;
        }),
      );
      expect(real).toBe(never);
      expect(real).toContain(' 404 ');
    }
  });

  test('is really there, or the sweep would prove nothing', async () => {
    const faults: string[] = [];
    // What is asked changes the objects: reading comes first, what ends them later, what ends all for the askers last.
    const order = ({ operation, title }: Probe): number => {
      if (operation.name.startsWith('Query')) return 0;
      const last = LAST.findIndex((pattern) => pattern.test(title));
      return last >= 0 ? 5 + last : (ENDS.test(title) ? 2 : 1) + (NO_CASE.test(title) ? 2 : 0);
    };
    for (const probe of probes().sort((a, b) => order(a) - order(b))) {
      if (SHOWN_TO_NOBODY.test(probe.title)) continue;
      const answers = await Promise.all(
        rightful.map(async (person) => {
          const never = await answer(person, probe, randomUUID());
          return [await answer(person, probe, objects[probe.object]), never];
        }),
      );
      if (answers.every(([real, never]) => real?.text === never?.text)) faults.push(`${probe.title}\n  ${answers.map(([real]) => real?.text).join("\n  ")}`);
    }
    expect(faults.join('\n')).toBe('');
  }, 120_000);
});

const LAST = [/^closeOrganisation/, /^declareConflictOfInterest/];
const ENDS = /^(close|end|discard|deactivate|revoke|terminate|cancel|release)/;
/** This company hides its profile from the directory and owes nothing yet, and there is no demo centre here. */
const SHOWN_TO_NOBODY = /^(directoryEntry|payableEntries|signInAsDemoPerson) /;
