import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseSacct, XDMOD_COLUMNS } from './sacct';
import { parseSlurmJson } from './slurm-json';

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const now = new Date('2026-11-23T09:16:16Z');
const options = { now };
const HEADER = 'JobIDRaw|JobID|Cluster|Account|User|State|AllocTRES|ElapsedRaw|Submit|Start|End|ExitCode';
const job = (changes: Record<string, string> = {}) => {
  const cells: Record<string, string> = {
    JobIDRaw: '1',
    JobID: '1',
    Cluster: 'local',
    Account: 'physics',
    User: 'alice',
    State: 'COMPLETED',
    AllocTRES: 'cpu=1,gres/gpu:h200=2,gres/gpu=2,node=1',
    ElapsedRaw: '60',
    Submit: '2026-11-23T08:00:00',
    Start: '2026-11-23T08:00:00',
    End: '2026-11-23T08:01:00',
    ExitCode: '0:0',
    ...changes,
  };
  return HEADER.split('|').map((name) => cells[name]).join('|');
};
const parse = (...lines: string[]) => parseSacct(`${[HEADER, ...lines].join('\n')}\n`, options);
const problem = (...lines: string[]) =>
  parse(...lines).problems.map(({ line, code, field }) => `${line} ${code} ${field ?? '-'}`);

describe('the output of sacct', () => {
  it('of a real Slurm is read whole', () => {
    const { records, problems, steps } = parseSacct(fixture('sacct-jobs.txt'), options);
    expect(problems).toEqual([]);
    expect(steps).toBe(0);
    expect(records.map(({ jobId, state, gpus, gpuClass, elapsedSeconds }) =>
      `${jobId} ${state} ${gpus} ${gpuClass} ${elapsedSeconds}`)).toEqual([
      '1 COMPLETED 2 h200 21',
      '2 FAILED 1 h200 8',
      '3 CANCELLED 1 h200 11',
      '4 PENDING 0 null 0',
      '6 TIMEOUT 1 h200 86',
      '5_0 COMPLETED 1 h200 5',
      '5_1 COMPLETED 1 h200 5',
      '8 COMPLETED 1 h200 2',
      '9 RUNNING 2 h200 28',
      '10 COMPLETED 1 h200 5',
      '11 RUNNING 2 h200 1',
    ]);
    expect(records[0]).toEqual({
      key: 'local/1@1795425175',
      cluster: 'local',
      jobIdRaw: '1',
      jobId: '1',
      account: 'physics',
      user: 'alice',
      state: 'COMPLETED',
      gpuClass: 'h200',
      gpus: 2,
      elapsedSeconds: 21,
      limitSeconds: null,
      start: new Date('2026-11-23T09:12:55Z'),
      end: new Date('2026-11-23T09:13:16Z'),
    });
    expect(records[8]).toMatchObject({ jobId: '9', end: null });
  });

  it('with steps passes over them: they repeat the GPUs of their job', () => {
    const withSteps = parseSacct(fixture('sacct-jobs-and-steps.txt'), options);
    const without = parseSacct(fixture('sacct-jobs.txt'), options);
    const ended = ({ records }: typeof without) => records.filter(({ state }) => state !== 'RUNNING');
    expect(ended(withSteps)).toEqual(ended(without));
    expect(withSteps.steps).toBe(11);
    expect(withSteps.problems).toEqual([]);
  });

  it('tells the time that was asked for, where it does and there is a limit', () => {
    const limitOf = (column: string, value: string) =>
      parseSacct(`${HEADER}|${column}\n${job()}|${value}\n`, options).records.map(({ limitSeconds }) => limitSeconds);
    expect(['00:04:00', '2-00:00:00', '1-12:30:05', 'UNLIMITED', 'Partition_Limit', '00:00:00', '', '?'].map((text) => limitOf('Timelimit', text)))
      .toEqual([[240], [172_800], [131_405], [null], [null], [null], [null], [null]]);
    expect(['4', '2880', 'UNLIMITED', '', '4294967295', '0'].map((text) => limitOf('TimelimitRaw', text)))
      .toEqual([[240], [172_800], [null], [null], [null], [null]]);
  });

  it('may have its columns in any order', () => {
    const lines = [job(), job({ JobIDRaw: '2', JobID: '2' })];
    const turned = [HEADER, ...lines].map((line) => line.split('|').reverse().join('|'));
    expect(parseSacct(`${turned.join('\n')}\n`, options)).toEqual(parse(...lines));
  });

  it('may come without header in the order that XDMoD asks for, with bars in the name of a job', () => {
    const cells: Record<string, string> = {
      jobid: '77',
      jobidraw: '77',
      cluster: 'hw1',
      account: 't_acme',
      user: 'li',
      submit: '2026-11-20T00:00:00',
      start: '2026-11-20T00:00:00',
      end: '2026-11-21T02:03:04',
      elapsed: '1-02:03:04',
      exitcode: '0:0',
      state: 'COMPLETED',
      nnodes: '2',
      reqtres: 'gres/gpu=99',
      alloctres: 'gres/gpu=16,gres/gpu:H800=16',
      jobname: 'a|b',
    };
    const line = XDMOD_COLUMNS.map((name) => cells[name] ?? '').join('|');
    const { records, problems } = parseSacct(`${line}\n`, options);
    expect(problems).toEqual([]);
    expect(records[0]).toMatchObject({ gpus: 16, gpuClass: 'h800', elapsedSeconds: 93_784, cluster: 'hw1' });
  });

  it('is the same with a byte order mark, CRLF, a bar at the end of each line, UTF-16 or GB18030', () => {
    const plain = `${[HEADER, job({ Account: '物理' })].join('\n')}\n`;
    const expected = parseSacct(plain, options);
    const [before = '', after = ''] = plain.split('物理');
    const gbk = Buffer.concat([Buffer.from(before), Buffer.from([0xce, 0xef, 0xc0, 0xed]), Buffer.from(after)]);
    const variants = [
      `\uFEFF${plain}`,
      plain.replaceAll('\n', '\r\n'),
      plain.replaceAll('\n', '|\n'),
      Buffer.from(`\uFEFF${plain}`),
      Buffer.from(`\uFEFF${plain}`, 'utf16le'),
      gbk,
    ];
    expect(expected.records).toHaveLength(1);
    for (const variant of variants) expect(parseSacct(variant, options)).toEqual(expected);
  });

  it('has times in UTC, or in the zone of the cluster, or with a zone of their own', () => {
    const start = (Start: string, timeZone?: string) => {
      const text = `${HEADER}\n${job({ Start, End: 'Unknown', State: 'RUNNING' })}\n`;
      return parseSacct(text, { ...options, timeZone }).records[0]?.start?.toISOString();
    };
    expect(start('2026-11-23T08:00:00')).toBe('2026-11-23T08:00:00.000Z');
    expect(start('2026-11-23T08:00:00', 'Asia/Shanghai')).toBe('2026-11-23T00:00:00.000Z');
    expect(start('2026-11-23T08:00:00+0800')).toBe('2026-11-23T00:00:00.000Z');
    expect(start('1795420000')).toBe('2026-11-23T07:46:40.000Z');
    // An hour that Berlin's clocks show twice is taken as the first, one that they skip is moved.
    expect(start('2026-10-25T02:30:00', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
    expect(start('2026-03-29T02:30:00', 'Europe/Berlin')).toBe('2026-03-29T00:30:00.000Z');
    expect(start('2026-07-01T12:00:00', 'America/New_York')).toBe('2026-07-01T16:00:00.000Z');
  });

  it('keeps each run of a requeued job', () => {
    const second = { Start: '2026-11-23T08:30:00', End: '2026-11-23T08:31:00' };
    const { records, problems } = parse(job({ State: 'REQUEUED' }), job(second));
    expect(problems).toEqual([]);
    expect(new Set(records.map(({ key }) => key)).size).toBe(2);
  });

  it('is the same run whether or not a source tells slurmdbd’s index', () => {
    const withIndex = parseSacct(`${HEADER}|DBIndex\n${job()}|4711\n`, options).records;
    const json = parseSlurmJson({ jobs: [{
      job_id: 1, cluster: 'local', account: 'physics', user: 'alice', state: { current: ['COMPLETED'] },
      time: { elapsed: 60, start: Date.UTC(2026, 10, 23, 8) / 1000, end: Date.UTC(2026, 10, 23, 8, 1) / 1000 }, tres: { allocated: [] },
    }] }, options).records;
    expect([withIndex, json].map(([record]) => record?.key)).toEqual(Array(2).fill(parse(job()).records[0]?.key));
  });

  it('takes the class of GPU, never the sum added to it; without a class the sum', () => {
    const gpus = (AllocTRES: string) => {
      const [record] = parse(job({ AllocTRES })).records;
      return [record?.gpuClass, record?.gpus];
    };
    expect(gpus('gres/gpu=4,gres/gpu:h800=4')).toEqual(['h800', 4]);
    expect(gpus('gres/gpu:h800=4')).toEqual(['h800', 4]);
    expect(gpus('gres/gpu=4')).toEqual([null, 4]);
    expect(gpus('cpu=4')).toEqual([null, 0]);
    expect(gpus('')).toEqual([null, 0]);
  });
});

describe('bad lines of sacct', () => {
  it.each<[string, string, string]>([
    ['no job number', job({ JobIDRaw: 'x' }), '3 badJobId JobIDRaw'],
    ['no account', job({ Account: '' }), '3 missing Account'],
    ['no cluster', job({ Cluster: '' }), '3 missing Cluster'],
    ['an unknown state', job({ State: 'HAPPY' }), '3 unknownState State'],
    ['a negative run time', job({ ElapsedRaw: '-5' }), '3 badElapsed ElapsedRaw'],
    ['NaN as run time', job({ ElapsedRaw: 'NaN' }), '3 badElapsed ElapsedRaw'],
    ['a fraction as run time', job({ ElapsedRaw: '1.5' }), '3 badElapsed ElapsedRaw'],
    ['a run time of more than 68 years', job({ Start: '1950-01-01T00:00:00', ElapsedRaw: '2147483648' }), '3 badElapsed ElapsedRaw'],
    ['no start', job({ Start: 'Unknown' }), '3 missing Start'],
    ['no end', job({ End: 'Unknown' }), '3 missing End'],
    ['an end before the start', job({ End: '2026-11-23T07:00:00' }), '3 endBeforeStart End'],
    ['a run time longer than the run', job({ ElapsedRaw: '3660' }), '3 elapsedTooLong ElapsedRaw'],
    ['an end in the future', job({ End: '2026-11-23T17:16:00' }), '3 inFuture End'],
    ['a start in the future', job({ Start: '2026-11-24T00:00:00', End: '2026-11-24T00:01:00' }), '3 inFuture Start'],
    ['a time of another shape', job({ Start: '11/23/26 08:00' }), '3 badTime Start'],
    ['a day that does not exist', job({ Start: '2026-13-23T08:00:00' }), '3 badTime Start'],
    ['resources of another shape', job({ AllocTRES: 'gpu' }), '3 badTres AllocTRES'],
    ['NaN GPUs', job({ AllocTRES: 'gres/gpu=NaN' }), '3 badTres AllocTRES'],
    ['two classes of GPU', job({ AllocTRES: 'gres/gpu:a=1,gres/gpu:b=1' }), '3 severalGpuClasses AllocTRES'],
    ['a column too many', `${job()}|x`, '3 wrongColumnCount -'],
    ['columns missing', '9|9|local', '3 wrongColumnCount -'],
  ])('%s: named by line and column, and the lines around it are taken', (_, line, expected) => {
    const [first, last] = [job({ JobIDRaw: '100' }), job({ JobIDRaw: '101' })];
    expect(problem(first, line, last)).toEqual([expected]);
    expect(parse(first, line, last).records.map(({ jobIdRaw }) => jobIdRaw)).toEqual(['100', '101']);
  });

  it('a last line that is cut off is not taken', () => {
    const whole = `${HEADER}\n${job()}\n${job({ JobIDRaw: '2' })}`;
    expect(parseSacct(whole, options).records).toHaveLength(2);
    const cut = parseSacct(whole.slice(0, -30), options);
    expect(cut.records).toHaveLength(1);
    expect(cut.problems).toMatchObject([{ line: 3, code: 'truncatedLine' }]);
    // Where the run time comes last, "8" may have been "86".
    const elapsedLast = 'JobIDRaw|Cluster|Account|State|AllocTRES|Start|End|ElapsedRaw\n';
    const run = '1|c|a|COMPLETED|gres/gpu=1|2026-11-23T08:00:00|2026-11-23T08:01:26|8';
    expect(parseSacct(elapsedLast + run, options).problems).toMatchObject([{ line: 2, code: 'truncatedLine' }]);
    expect(parseSacct(`${elapsedLast}${run}6\n`, options).problems).toEqual([]);
  });

  it('the same run twice counts once, the further one', () => {
    const running = job({ State: 'RUNNING', ElapsedRaw: '30', End: 'Unknown' });
    for (const lines of [[running, job()], [job(), running], [job(), job()]]) {
      const { records } = parse(...lines);
      expect(records.map(({ elapsedSeconds }) => elapsedSeconds)).toEqual([60]);
      expect(problem(...lines)).toEqual(['3 duplicate JobIDRaw']);
    }
  });

  it('two runs of one job that overlap in time cannot both be true', () => {
    const overlapping = job({ Start: '2026-11-23T08:00:30', End: '2026-11-23T08:02:00' });
    expect(problem(overlapping, job())).toEqual(['2 overlap Start']);
    expect(parse(overlapping, job()).records).toHaveLength(1);
  });

  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', '0 empty'],
    ['blank lines', ' \n\n', '0 empty'],
    ['an archive', Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]), '0 notText'],
    ['no header', 'a|b|c\n', '1 missingColumn'],
    ['a header without states', 'JobIDRaw|Cluster|Account|AllocTRES|ElapsedRaw|Start|End\n', '1 missingColumn'],
  ])('a file of %s is one clear problem', (_, input, expected) => {
    const { records, problems } = parseSacct(input, options);
    expect(records).toEqual([]);
    expect(problems.map(({ line, code }) => `${line} ${code}`)).toEqual([expected]);
  });

  it('speak both languages', () => {
    expect(parse(job({ ElapsedRaw: '-5' })).problems[0]?.message).toEqual({
      'zh-CN': '运行时长须为 0 至 68 年之间的整数秒',
      en: 'The run time must be a whole number of seconds, from 0 to 68 years',
    });
  });

  it('never make the reading fail, whatever the bytes', () => {
    const time = '2026-11-23T08:00:00';
    const cell = fc.constantFrom('', '1', '-1', 'NaN', 'Unknown', 'RUNNING', 'gres/gpu=1', time, '1.0', 'é|');
    const line = fc.array(cell, { minLength: 10, maxLength: 13 }).map((cells) => cells.join('|'));
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const { records, problems, steps } = parse(...lines);
        const told = new Set(problems.map((one) => one.line)).size;
        expect(records.length + told + steps).toBeGreaterThanOrEqual(lines.length);
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void parseSacct(bytes, options)));
  });
});
