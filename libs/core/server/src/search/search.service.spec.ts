import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ActorOverrides, expectSqlCount, testModule, type TestModule } from '@wutong/core-testing';
import type { Ctx } from '../context/ctx';
import type { SearchView } from './search-document';
import { defineSearchKind } from './search-kinds';
import { type ListAnswer, type ListSearch, SearchService } from './search.service';
import { SearchModule } from './search.module';

let test: TestModule;
let sut: SearchService;

defineSearchKind({ kind: 'tenant', permission: 'tenant.read' });
defineSearchKind({ kind: 'pool', permission: 'pool.read' });

beforeAll(async () => {
  test = await testModule({ imports: [SearchModule] });
  sut = test.get(SearchService);
});
afterAll(() => test.close());

const reader = (overrides: ActorOverrides = {}): Ctx =>
  test.ctx({ permissions: ['tenant.read', 'pool.read'], ...overrides });
const staff = (overrides: ActorOverrides = {}): Ctx => reader({ organisationKind: 'centre', ...overrides });
const investor = (): Ctx => reader({ organisationKind: 'investor' });

/** Each description searches its own word, so that tests do not find each other's documents. */
async function put(
  view: Partial<SearchView> & { title: string }, { kind = 'tenant' } = {},
): Promise<{ subjectId: string; organisationId: string }> {
  const [subjectId, organisationId] = [randomUUID(), randomUUID()];
  const views = [{ audience: ['everyone' as const], ...view }];
  const ctx = test.system();
  await test.db.write(ctx, (tx) => sut.index(ctx, tx, { kind, subjectId, organisationId, views }));
  return { subjectId, organisationId };
}

const titles = async (ctx: Ctx, typed: string): Promise<string[]> =>
  (await sut.everything(ctx, typed, null, 50)).map(({ title }) => title);
const list = (
  ctx: Ctx,
  { first = 50, after = null, ...search }: Omit<ListSearch, 'page'> & { first?: number; after?: string | null },
): Promise<ListAnswer> => test.db.read(ctx, (tx) => sut.list(ctx, tx, { ...search, page: { first, after } }));

describe('words', () => {
  beforeAll(async () => {
    await put({ title: '梧桐大模型科技', parts: [{ weight: 'D', text: '面向医疗影像的 GPT4大模型，Large Language Models' }] });
    await put({ title: 'Phoenix Robotics 凤凰机器人', parts: [{ weight: 'D', text: '大型机器与模型训练' }] });
  });

  it.each([
    ['大模型', ['梧桐大模型科技']],
    ['梧', ['梧桐大模型科技']],
    ['技', ['梧桐大模型科技']],
    ['GPT4大模型', ['梧桐大模型科技']],
    ['ｇｐｔ4', ['梧桐大模型科技']],
    ['医疗 gpt', ['梧桐大模型科技']],
    ['phoen', ['Phoenix Robotics 凤凰机器人']],
    ['"language models"', ['梧桐大模型科技']],
    ['"models language"', []],
    ['"phoen"', []],
    ['模型 机器', ['Phoenix Robotics 凤凰机器人']],
    ['大 凤', ['Phoenix Robotics 凤凰机器人']],
    ['桐梧', []],
    ['！', []],
    ['', []],
  ])('%j finds %j', async (typed, found) => {
    expect((await titles(reader(), typed)).filter((title) => /梧桐大|凤凰机/.test(title))).toEqual(found);
  });

  it('in the title count more than in the text', async () => {
    await put({ title: '其他公司', parts: [{ weight: 'D', text: '量子计算 量子计算' }] });
    await put({ title: '量子计算公司' });
    expect(await titles(reader(), '量子计算')).toEqual(['量子计算公司', '其他公司']);
  });

  it('are marked in the title and in the excerpt', async () => {
    await put({ title: '徐汇滨江空间', parts: [{ weight: 'C', text: '位于徐汇区' }] });
    const [hit] = await sut.everything(reader(), '徐汇', null, 5);
    expect(hit).toMatchObject({
      titleMarks: [{ start: 0, end: 2 }], excerpt: '位于徐汇区', excerptMarks: [{ start: 2, end: 4 }],
    });
  });

  it('longer than 200 characters are refused', async () => {
    await expect(titles(reader(), '长'.repeat(201))).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'text' });
  });
});

describe('who finds what', () => {
  it('only what is for them', async () => {
    const organisationId = randomUUID();
    const userId = randomUUID();
    await put({ title: '受众甲：本机构', audience: [`organisation:${organisationId}`] });
    await put({ title: '受众乙：本人', audience: [`person:${userId}`] });
    await put({ title: '受众丙：投资人与中心', audience: ['investor', 'centre'] });
    await put({ title: '受众丁：所有人' });
    const found = async (ctx: Ctx): Promise<string[]> =>
      (await titles(ctx, '受众')).map((title) => title[2] ?? '').sort();
    expect(await found(reader({ organisationId }))).toEqual(['丁', '甲']);
    expect(await found(reader({ userId }))).toEqual(['丁', '乙']);
    expect(await found(investor())).toEqual(['丁', '丙']);
    expect(await found(staff())).toEqual(['丁', '丙']);
    expect(await found(test.system())).toEqual(['丁', '丙', '乙', '甲']);
    const nobody = reader({ kind: 'anonymous', organisationKind: null, organisationId: null, userId: null });
    expect(await found(nobody)).toEqual([]);
  });

  it('nobody of the centre with a conflict of interest', async () => {
    const { organisationId } = await put({ title: '回避测试公司', audience: ['centre'] });
    expect(await titles(staff(), '回避测试')).toHaveLength(1);
    expect(await titles(staff({ conflicts: [organisationId] }), '回避测试')).toEqual([]);
  });

  it('only kinds that they have the permission for, and of those only the kinds asked for', async () => {
    await put({ title: '权限测试' });
    await put({ title: '权限测试池' }, { kind: 'pool' });
    await put({ title: '权限测试无' }, { kind: 'unknown' });
    expect(await titles(reader(), '权限测试')).toHaveLength(2);
    expect(await titles(reader({ permissions: ['pool.read'] }), '权限测试')).toEqual(['权限测试池']);
    expect((await sut.everything(reader(), '权限测试', ['tenant'], 5)).map(({ title }) => title)).toEqual(['权限测试']);
  });

  it('each audience its own text of one subject, and the subject once', async () => {
    const subject = { kind: 'tenant', subjectId: randomUUID(), organisationId: randomUUID() };
    const ctx = test.system();
    const views: SearchView[] = [
      { audience: ['centre'], title: '双面公司', parts: [{ weight: 'D', text: '年收入三千万' }], facets: { revenue: ['30m'] } },
      { audience: ['everyone'], title: '双面公司' },
    ];
    await test.db.write(ctx, (tx) => sut.index(ctx, tx, { ...subject, views }));
    expect(await titles(staff(), '双面公司')).toEqual(['双面公司']);
    expect(await titles(staff(), '三千万')).toEqual(['双面公司']);
    expect(await titles(investor(), '三千万')).toEqual([]);
    const probe = { kind: 'tenant', text: '双面公司', filters: { revenue: ['30m'] }, facets: ['revenue'] };
    const facets = (values: object[]): object[] => [{ name: 'revenue', values }];
    expect(await list(staff(), probe)).toMatchObject({ total: 1, facets: facets([{ value: '30m', count: 1 }]) });
    expect(await list(investor(), probe)).toMatchObject({ total: 0, nodes: [], facets: facets([]) });
  });

  it('and nobody by SQL of their own: the table is closed', async () => {
    const read = test.db.read(staff(), (tx) => tx.query('select * from search_document'));
    await expect(read).rejects.toThrow('permission denied');
  });
});

describe('a document', () => {
  it('is found once its subject is written, not when that is undone, and no more when it is removed', async () => {
    const { subjectId, organisationId } = await put({ title: '更名之前' });
    const ctx = reader({ organisationId });
    const views = [{ audience: ['everyone' as const], title: '更名之后' }];
    const renamed = { kind: 'tenant', subjectId, organisationId, views };
    const undone = test.db.write(ctx, async (tx) => {
      await sut.index(ctx, tx, renamed);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await titles(ctx, '更名')).toEqual(['更名之前']);
    await test.db.write(ctx, (tx) => sut.index(ctx, tx, renamed));
    expect(await titles(ctx, '更名')).toEqual(['更名之后']);
    await test.db.write(ctx, (tx) => sut.remove(ctx, tx, { kind: 'tenant', subjectId, organisationId }));
    expect(await titles(ctx, '更名')).toEqual([]);
  });

  it('of another organisation cannot be written', async () => {
    const { subjectId, organisationId } = await put({ title: '他人文档' });
    const other = reader();
    const write = (owner: string) =>
      test.db.write(other, (tx) => sut.remove(other, tx, { kind: 'tenant', subjectId, organisationId: owner }));
    await expect(write(organisationId)).rejects.toThrow('another organisation');
    await expect(write(other.actor.organisationId ?? '')).rejects.toThrow('another organisation');
    expect(await titles(reader(), '他人文档')).toHaveLength(1);
  });

  it('holds any text', async () => {
    const title = `怪 ' \\ \u0001 \ud800 " : & | ( ) ! * <-> ${'長'.repeat(20_000)}`;
    await put({ title: title.replace(/[\u0000-\u0008]/g, '').toWellFormed() });
    expect(await titles(reader(), '怪')).toHaveLength(1);
  });
});

describe('a list with facets', () => {
  beforeAll(async () => {
    const companies: [string, string[], string][] = [
      ['甲医疗', ['healthcare'], 'seed'],
      ['乙医疗机器人', ['healthcare', 'robotics'], 'series-a'],
      ['丙机器人', ['robotics'], 'seed'],
      ['丁法律', ['law'], 'seed'],
    ];
    for (const [title, industry, stage] of companies) {
      await put({ title, facets: { industry, stage: [stage] } }, { kind: 'directory' });
      test.clock.advance({ seconds: 1 });
    }
    const facets = { industry: ['robotics'], stage: ['seed'] };
    await put({ title: '隐藏机器人', audience: ['centre'], facets }, { kind: 'directory' });
  });

  const ask = async (search: Partial<ListSearch> = {}) => {
    const answer = await list(investor(), { kind: 'directory', facets: ['industry', 'stage'], ...search });
    return {
      found: answer.nodes.map(({ title }) => title),
      total: answer.total,
      counts: Object.fromEntries(
        answer.facets.flatMap(({ values }) => values.map(({ value, count }) => [value, count])),
      ),
    };
  };

  it('is the newest first, with a count for every value that the reader may see', async () => {
    expect(await ask()).toEqual({
      found: ['丁法律', '丙机器人', '乙医疗机器人', '甲医疗'],
      total: 4,
      counts: { healthcare: 2, robotics: 2, law: 1, seed: 3, 'series-a': 1 },
    });
  });

  it('is narrowed by a facet, whose own counts stay', async () => {
    expect(await ask({ filters: { industry: ['robotics', 'law'] } })).toEqual({
      found: ['丁法律', '丙机器人', '乙医疗机器人'],
      total: 3,
      counts: { healthcare: 2, robotics: 2, law: 1, seed: 2, 'series-a': 1 },
    });
  });

  it('is narrowed by several facets and words', async () => {
    expect(await ask({ text: '机器人', filters: { stage: ['seed'] } })).toEqual({
      found: ['丙机器人'], total: 1, counts: { robotics: 1, seed: 1, 'series-a': 1 },
    });
    expect(await ask({ filters: { nothing: ['x'] } })).toMatchObject({ found: [], total: 0 });
    expect(await ask({ text: '！' })).toEqual({ found: [], total: 0, counts: {} });
  });

  it('is read page by page, each row once, in one statement beside the scope’s', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await expectSqlCount(2, () =>
        list(investor(), { kind: 'directory', text: '医疗 ', first: 1, after }),
      );
      seen.push(...page.nodes.map(({ title }) => title));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(['甲医疗', '乙医疗机器人']);
  });

  it.each(['nonsense', Buffer.from('["a","b","c"]').toString('base64url')])('refuses the cursor %s', async (after) => {
    const asked = list(investor(), { kind: 'directory', after });
    await expect(asked).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'after' });
  });
});
