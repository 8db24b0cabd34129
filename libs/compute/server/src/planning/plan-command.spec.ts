import { describe, expect, test } from '@jest/globals';
import { table } from '@wutong/core-shared';
import { exampleWorld } from './example-world';
import { runPlanCommand } from './plan-command';
import { formatHours, formatYuan, monthRanges } from './plan-text';

async function run(argv: string[], files: Record<string, unknown> = {}) {
  let out = '';
  let err = '';
  const code = await runPlanCommand(argv, {
    readText: (path) => {
      const content = files[path];
      if (content === undefined) return Promise.reject(new Error(`no such file: ${path}`));
      return Promise.resolve(typeof content === 'string' ? content : JSON.stringify(content));
    },
    out: (text) => (out += text),
    err: (text) => (err += text),
  });
  return { code, out, err };
}

const files = { 'world.json': exampleWorld() };

describe('wutong plan', () => {
  test('--example prints a world which can be planned', async () => {
    const { out } = await run(['--example']);
    const { code, out: plan } = await run(['world.json', '--json'], { 'world.json': out });
    expect(code).toBe(0);
    expect(JSON.parse(plan)).toMatchObject({ format: 'wutong-plan/1', cycle: { id: '2027-q1' } });
  });

  test('--help explains every field in both languages', async () => {
    for (const language of ['en', 'zh']) {
      const { code, out } = await run(['--help', '--lang', language]);
      expect(code).toBe(0);
      const lines = out.split('\n');
      const fields = lines.filter((line) => /^ {2}[a-z]\S* {2}\(/i.test(line));
      expect(fields.length).toBeGreaterThan(70);
      for (const line of fields) expect(lines[lines.indexOf(line) + 1]!.trim().length).toBeGreaterThanOrEqual(3);
      expect(out).toContain('requests[].guaranteedHours');
      expect(out).toContain('policy.pastUse.halfLifeMonths');
      expect(out).toContain('{ "change": "scale-capacity", "pool": …, "percent": … }');
    }
  });

  test('tables name the reasons, in English and in Chinese', async () => {
    const english = (await run(['world.json'], files)).out;
    expect(english).toContain('lingang-h800 2027-01…2027-03: full');
    expect(english).toContain('no pool may serve it: 2 of another GPU class, 1 in another region');
    const chinese = (await run(['world.json', '--lang', 'zh'], files)).out;
    expect(chinese).toContain('没有可用的资源池：2 个型号不符、1 个地区不符');
    expect(chinese).toContain('企业预算已用足');
  });

  test('--first-come, --what-if and --check say what they found', async () => {
    const changes = [
      { change: 'remove-pool', pool: 'lingang-a800' },
      { change: 'set-price', pool: 'lingang-h800', from: '2027-02', fenPerGpuHour: 900 },
      { change: 'add-tenant', tenant: { id: 'gull', stage: 'seed' } },
    ];
    const argv = ['world.json', '--first-come', '--what-if', 'changes.json', '--check', '--json'];
    const { code, out } = await run(argv, { ...files, 'changes.json': changes });
    expect(code).toBe(0);
    const { plan, firstCome, whatIf, check } = JSON.parse(out);
    expect(check.agrees).toBe(true);
    expect(firstCome.planHash).not.toBe(plan.planHash);
    expect(whatIf.before.planHash).toBe(plan.planHash);
    expect(whatIf.pools.find(({ id }: { id: string }) => id === 'lingang-a800').afterHours).toBe(0);
    expect(whatIf.tenants.map(({ id }: { id: string }) => id)).toContain('gull');
    const text = (await run(argv.slice(0, -1), { ...files, 'changes.json': changes })).out;
    expect(text).toContain('Fair plan beside first come');
    expect(text).toContain('HiGHS: agrees');
  });

  test('wrong input names the path of everything wrong and exits with 1', async () => {
    const world = exampleWorld();
    const wrong = {
      ...world,
      colour: 'red',
      pools: world.pools.map((pool, at) => (at === 1 ? { ...pool, headroomPercent: 120 } : pool)),
    };
    const { code, err, out } = await run(['w'], { w: wrong });
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('pools[1].headroomPercent: ');
    expect(err).toContain('colour: ');
    const dangling = {
      ...world,
      pools: world.pools.map((pool) => ({ ...pool, supplier: 'nobody' })),
      requests: [{ ...world.requests[0]!, to: '2026-12', tenant: 'ghost', guaranteedHours: 300000 }],
    };
    const found = (await run(['w', '--lang', 'zh'], { w: dangling })).err.split('\n');
    expect(found).toEqual([
      'pools[0].supplier: 没有该供应商',
      'pools[1].supplier: 没有该供应商',
      'pools[2].supplier: 没有该供应商',
      'requests[0].tenant: 没有该企业',
      'requests[0].to: 不得早于 from',
      'requests[0].guaranteedHours: 不得高于 hours',
      '',
    ]);
  });

  test('missing files, broken JSON, unknown changes and numbers beyond exact range are told', async () => {
    expect(await run(['none.json'])).toMatchObject({ code: 1, err: 'none.json: no such file: none.json\n' });
    expect((await run(['w'], { w: '{ "format": ' })).code).toBe(1);
    const lost = [{ change: 'remove-pool', pool: 'x' }];
    const unknown = await run(['world.json', '--what-if', 'c'], { ...files, c: lost });
    expect(unknown).toMatchObject({ code: 1, err: '[0].pool: no such pool\n' });
    const fine = { ...exampleWorld(), quantumHours: 0.001 };
    const capacity = [{ from: '2027-01', gpus: 99999 }];
    const huge = { ...fine, pools: fine.pools.map((pool) => ({ ...pool, capacity })) };
    const beyond = await run(['w'], { w: huge });
    expect(beyond.code).toBe(1);
    expect(beyond.err).toContain('quantumHours: ');
  });

  test('a wrong command line prints the usage and exits with 2', async () => {
    for (const argv of [[], ['a', 'b'], ['--nonsense'], ['w', '--lang', 'fr'], ['w', '--milp', 'soon']]) {
      const { code, err } = await run(argv, files);
      expect(code).toBe(2);
      expect(err).toContain('wutong plan WORLD.json');
    }
  });
});

test('numbers and months as people write them', () => {
  expect([formatHours(1234567.5), formatHours(0.008), formatHours(-12)]).toEqual(['1,234,567.5', '0.008', '-12']);
  expect([formatYuan(5), formatYuan(123456789), formatYuan(-250)]).toEqual(['0.05', '1,234,567.89', '-2.50']);
  expect(monthRanges(['2026-11', '2026-12', '2027-01', '2027-03'])).toBe('2026-11…2027-01 2027-03');
  expect(table([['名称', 'n'], ['a', '10']])).toBe('名称   n\na     10');
});
