import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type AppPerson, type WholeApp } from '../whole-app/open-app';
import { admit, daysAhead, draftRequest, openCentre, openCompany, openSupplier, type Centre } from '../whole-app/tenant-story';
import { graphql, refused, rowCounts } from './refusals';

/** Values that no field can hold, versions that have passed, keys that were used: sent by people who may do the thing. */
let app: WholeApp;
let centre: Centre;
let founder: AppPerson;
let requestId: string;
let applicationId: string;

beforeAll(async () => {
  app = await openApp();
  centre = await openCentre(app);
  await openSupplier(app, centre, 'h800');
  const company = await openCompany(app, centre);
  await admit(app, centre, company);
  founder = company.founder;
  applicationId = company.application.id;
  requestId = (await draftRequest(app, founder, 'h800')).id;
}, 90_000);
afterAll(() => app.close());

const SAVE = 'mutation ($input: SaveComputeRequestInput!) { saveComputeRequest(input: $input) { id } }';
const SUBMIT = 'mutation ($input: ComputeRequestMoveInput!) { submitComputeRequest(input: $input) { __typename } }';
const PROFILE = 'mutation ($input: SaveTenantProfileInput!) { saveTenantProfile(input: $input) { updatedAt } }';
const ENTITLE = 'mutation ($input: GiveComputeEntitlementInput!) { giveComputeEntitlement(input: $input) { id } }';
const REGISTER = 'mutation ($input: SignUpInput!) { signUp(input: $input) { __typename } }';
const NUL = 'a\0b';
const HALF = 'a\ud83db';

describe('a value', () => {
  const saving = (part: object): [string, object] => [SAVE, { input: { id: requestId, ...part } }];
  test.each<[string, () => [string, object], string]>([
    ['of another type', () => saving({ gpus: 'eight' }), 'gpus'],
    ['that is a fraction where GPUs are counted', () => saving({ gpus: 1.5 }), 'gpus'],
    ['beyond 32 bits', () => saving({ gpus: 2_147_483_648 }), 'gpus'],
    ['negative where GPUs are counted', () => saving({ gpus: -8 }), 'gpus'],
    ['beyond any cluster', () => saving({ gpus: 2_000_000_000 }), 'gpus'],
    ['that no amount can be', () => saving({ amountMh: '1e9' }), 'amountMh'],
    ['of thirty digits', () => saving({ amountMh: '9'.repeat(30) }), 'amountMh'],
    ['below nothing', () => saving({ amountMh: '-5' }), 'amountMh'],
    ['that is no date', () => saving({ startsAt: 'tomorrow' }), 'startsAt'],
    ['in the year 200,000', () => saving({ startsAt: '+200000-01-01T00:00:00Z' }), 'endsAt'],
    ['that ends before it starts', () => saving({ startsAt: daysAhead(9), endsAt: daysAhead(3) }), 'endsAt'],
    ['that no list offers', () => saving({ purposeKind: 'mining' }), 'purposeKind'],
    ['with a field nobody knows', () => saving({ colour: 'red' }), 'colour'],
    ['that is missing', () => [SUBMIT, { input: { id: requestId } }], 'version'],
    ['that is null where one is needed', () => [SUBMIT, { input: { id: requestId, version: null } }], 'version'],
    ['that is missing as a whole', () => [SUBMIT, {}], 'input'],
    ['that is no id', () => [SUBMIT, { input: { id: '1; drop table tenancy', version: 1 } }], 'id'],
    ['that is no id, among many', () => saving({ userIds: [founder.userId, 'x'] }), 'userIds.1'],
    ['with NUL', () => saving({ purpose: NUL }), 'purpose'],
    ['with half a character', () => saving({ purpose: HALF }), 'purpose'],
    ['as long as a novel', () => saving({ purpose: '长'.repeat(100_000) }), 'purpose'],
    ['with NUL within JSON', () => [
      'mutation ($input: SaveTenancyApplicationInput!) { saveTenancyApplication(input: $input) { id } }',
      { input: { id: applicationId, changes: { founders: [{ name: NUL }] } } },
    ], 'changes.founders.0.name'],
    ['that is text where a list stands', () => [PROFILE, { input: { listed: true, shownFields: [], domains: 'x' } }], 'domains.0'],
    ['negative where people are counted', () => [PROFILE, { input: { listed: true, shownFields: [], headcount: -1 } }], 'headcount'],
    ['that is more money than there is', () => [PROFILE, { input: { listed: true, shownFields: [], raisedFen: '9'.repeat(30) } }], 'raisedFen'],
    ['that is a script for an address', () => [PROFILE, { input: { listed: true, shownFields: [], website: 'javascript:alert(1)' } }], 'website'],
    ['that is no e-mail address', () => [REGISTER, {
      input: { organisation: { nameEn: 'X' }, name: 'X', email: 'nobody', password: '三只蓝色鲸鱼在唱歌' },
    }], 'email'],
    ['that anybody guesses as a password', () => [REGISTER, {
      input: { organisation: { nameEn: 'X' }, name: 'X', email: 'x@example.test', password: '12345678' },
    }], 'password'],
  ])('%s is refused, and the field is named', async (_, request, field) => {
    const answer = await refused(app, founder.visitor, graphql(...request()));
    expect(answer).toMatchObject({ code: 'INVALID_INPUT', field });
  });

  test.each([['0'], ['99999999999999999999999']])('of %s hours is not given', async (amountMh) => {
    const input = { organisationId: founder.organisationId, gpuClass: 'h800', amountMh, reason: 'x' };
    const answer = await refused(app, centre.people.lead.visitor, graphql(ENTITLE, { input }));
    expect(answer).toMatchObject({ code: 'INVALID_INPUT', field: 'amountMh' });
  });
});

describe('a list', () => {
  const LIST = 'query ($first: Int!, $after: String, $search: String) ' +
    '{ tenancies(first: $first, after: $after, search: $search) { nodes { id } } }';
  const cursor = (values: unknown): string => Buffer.from(JSON.stringify(values)).toString('base64url');
  test.each<[string, object, string | undefined]>([
    ['of no rows', { first: 0 }, 'first'],
    ['of minus one row', { first: -1 }, 'first'],
    ['of a million rows', { first: 1_000_000 }, 'first'],
    ['of more rows than numbers', { first: 1e300 }, 'first'],
    ['after nonsense', { first: 5, after: '💥' }, 'after'],
    ['after an empty cursor', { first: 5, after: cursor([]) }, 'after'],
    ['after a cursor of other kinds of values', { first: 5, after: cursor([{ a: 1 }, ['b']]) }, 'after'],
    ['after a cursor with words for a date', { first: 5, after: cursor(['yesterday', 'me']) }, undefined],
    ['after a cursor with NUL', { first: 5, after: cursor(['\0', '\0']) }, 'after'],
    ['after a megabyte', { first: 5, after: 'A'.repeat(900_000) }, 'after'],
    ['searched for NUL', { first: 5, search: NUL }, 'search'],
  ])('%s is refused', async (_, variables, field) => {
    const answer = await refused(app, centre.people.lead.visitor, graphql(LIST, variables));
    expect(answer.code).toBe('INVALID_INPUT');
    if (field !== undefined) expect(answer.field).toBe(field);
  });
});

describe('a repeated or late command', () => {
  test('on a version that has passed is refused, and says to look again', async () => {
    const answer = await refused(app, founder.visitor, graphql(SUBMIT, { input: { id: requestId, version: 99 } }));
    expect(answer.code).toBe('STALE_VERSION');
  });

  test('under the same key gives the first answer and does nothing more', async () => {
    const start = 'mutation { startComputeRequest { id number } }';
    const key = { 'idempotency-key': randomUUID() };
    const first = await founder.visitor.graphql(start, {}, key);
    const before = await rowCounts(app);
    expect(await founder.visitor.graphql(start, {}, key)).toEqual(first);
    expect(await rowCounts(app)).toEqual(before);
  });

  test('under a key that was used for something else is refused', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const input = { organisationId: founder.organisationId, gpuClass: 'h800', amountMh: '1000', reason: 'Autumn' };
    await centre.people.lead.visitor.graphql(ENTITLE, { input }, key);
    const other = graphql(ENTITLE, { input: { ...input, amountMh: '2000' } }, key);
    expect(await refused(app, centre.people.lead.visitor, other)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('twice at once under one key happens once', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const input = { organisationId: founder.organisationId, gpuClass: 'h800', amountMh: '1000', reason: 'Winter' };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => centre.people.lead.visitor.graphql<{ giveComputeEntitlement: { id: string } }>(ENTITLE, { input }, key)),
    );
    expect(new Set(answers.map(({ giveComputeEntitlement: { id } }) => id)).size).toBe(1);
  });
});
