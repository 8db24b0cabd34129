import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testModule, type TestModule } from '@wutong/core-testing';
import type { Ctx } from '../context/ctx';
import { AppError } from '../errors/app-error';
import type { Tx } from './tx';

let rooms: TestModule;

beforeAll(async () => {
  // One connection: what a transaction leaves behind on it meets the next one.
  rooms = await testModule({ poolSize: 1 });
  await rooms.asOwner('create table spec_note (n int primary key); grant select, insert on spec_note to wutong_app');
});
afterAll(() => rooms?.close());
beforeEach(() => rooms.asOwner('delete from spec_note'));

const note = (tx: Tx, n: number): Promise<object[]> => tx.query('insert into spec_note values ($1)', [n]);
const notes = async (): Promise<number[]> =>
  (await rooms.asOwner<{ n: number }>('select n from spec_note order by n')).map(({ n }) => n);
const scope = async (tx: Tx): Promise<string> => {
  const [row] = await tx.query<{ reach: string; organisation: string }>(
    `select current_setting('wutong.reach') as reach, current_setting('wutong.organisation') as organisation`,
  );
  return `${row?.reach} ${row?.organisation}`;
};
const scopeFor = ({ actor }: Ctx): string => `${actor.organisationKind} ${actor.organisationId}`;

describe('a write', () => {
  test('happens whole', async () => {
    await rooms.db.write(rooms.ctx(), async (tx) => {
      await note(tx, 1);
      await note(tx, 2);
    });
    expect(await notes()).toEqual([1, 2]);
  });

  test('or not at all, and says what went wrong', async () => {
    const ctx = rooms.ctx();
    const refused = rooms.db.write(ctx, async (tx) => {
      await note(tx, 1);
      throw new AppError('NO_ROOM', { en: 'Full.', 'zh-CN': '已满。' });
    });
    await expect(refused).rejects.toMatchObject({ code: 'NO_ROOM' });
    const twice = rooms.db.write(ctx, async (tx) => {
      await note(tx, 2);
      await note(tx, 2);
    });
    await expect(twice).rejects.toMatchObject({ code: '23505' });
    expect(await notes()).toEqual([]);
    await rooms.db.write(ctx, (tx) => note(tx, 3));
    expect(await notes()).toEqual([3]);
  });

  test('is run again from the start when it met another one', async () => {
    let runs = 0;
    await rooms.db.write(rooms.ctx(), async (tx) => {
      await note(tx, 1);
      if (++runs < 3) await tx.query(`do $$ begin raise exception 'met' using errcode = '40001'; end $$`);
    });
    expect([runs, await notes()]).toEqual([3, [1]]);
  });
});

describe('whose rows a connection shows', () => {
  test('is settled before the first statement, for each one who asks', async () => {
    const [first, second] = [rooms.ctx(), rooms.ctx()];
    expect(await rooms.db.read(first, scope)).toBe(scopeFor(first));
    expect(await rooms.db.write(second, scope)).toBe(scopeFor(second));
    expect(await rooms.db.read(first, scope)).toBe(scopeFor(first));
  });

  test('is the person’s again after the machine went on for them, also when it was refused', async () => {
    const ctx = rooms.ctx();
    await rooms.db.write(ctx, async (tx) => {
      expect(await tx.bySystem(ctx, () => scope(tx))).toBe('system ');
      expect(await scope(tx)).toBe(scopeFor(ctx));
      await expect(tx.bySystem(ctx, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
      expect(await scope(tx)).toBe(scopeFor(ctx));
    });
  });

  test('a statement that fails for the machine is the error that is told', async () => {
    const ctx = rooms.ctx();
    const failed = rooms.db.write(ctx, (tx) => tx.bySystem(ctx, () => tx.query('select 1 / 0')));
    await expect(failed).rejects.toMatchObject({ code: '22012' });
    expect(await rooms.db.read(ctx, scope)).toBe(scopeFor(ctx));
  });
});

describe('a statement with parameters', () => {
  const square = (tx: Tx, n: number): Promise<{ squared: number }[]> => tx.query('select $1::int * $1::int as squared', [n]);
  const prepared = (tx: Tx): Promise<object[]> => tx.query(`select 1 from pg_prepared_statements where statement like '%as squared'`);

  test('is prepared from its second use on', async () => {
    await rooms.db.read(rooms.ctx(), async (tx) => {
      expect([await square(tx, 2), await prepared(tx)]).toEqual([[{ squared: 4 }], []]);
      expect(await Promise.all([3, 4, 5].map((n) => square(tx, n)))).toEqual([[{ squared: 9 }], [{ squared: 16 }], [{ squared: 25 }]]);
      expect(await prepared(tx)).toHaveLength(1);
    });
  });

  test('can still be used when it was first sent in a transaction that had failed', async () => {
    const ctx = rooms.ctx();
    const cube = (tx: Tx, n: number): Promise<object[]> => tx.query('select $1::int ^ 3 as cubed', [n]);
    await rooms.db.read(ctx, (tx) => cube(tx, 1));
    const failed = rooms.db.write(ctx, (tx) => Promise.all([tx.query('select 1 / 0'), cube(tx, 2), cube(tx, 3)]));
    await expect(failed).rejects.toMatchObject({ code: '22012' });
    expect(await rooms.db.read(ctx, (tx) => cube(tx, 2))).toEqual([{ cubed: 8 }]);
  });
});
