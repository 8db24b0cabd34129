import { table } from '@wutong/core-shared';
import { language, say } from '../terminal';
import { Refusal, type Portal } from './portal';
import type { Answer, Options } from './commands';

interface Organisation {
  readonly organisationNameZh: string;
  readonly organisationNameEn: string;
}
type Balance = Organisation & Record<'gpuClass' | 'givenMh' | 'usedMh' | 'heldMh' | 'leftMh' | 'burnPerDayMh', string> & { runsOutAt: string | null };

const BALANCES = `{ computeBalances {
  organisationId organisationNameZh organisationNameEn gpuClass givenMh usedMh heldMh leftMh overuseMh burnPerDayMh runsOutAt } }`;

/** What is left of each GPU class, how fast it goes, and when it runs out. */
export async function hours(portal: Portal): Promise<Answer> {
  const { computeBalances: data } = await portal.data<{ computeBalances: Balance[] }>(BALANCES);
  const many = new Set(data.map(nameOf)).size > 1;
  return {
    data,
    text: listOf(
      [...(many ? [say('company', '企业')] : []), say('class', '卡型'), say('given', '额度'), say('used', '已用'), say('held', '占用中'), say('left', '剩余'), say('a day', '日均'), say('runs out', '用尽日期')],
      data.map((row) => [
        ...(many ? [nameOf(row)] : []), row.gpuClass, hoursOf(row.givenMh), hoursOf(row.usedMh), hoursOf(row.heldMh), hoursOf(row.leftMh), hoursOf(row.burnPerDayMh), dayOf(row.runsOutAt),
      ]),
      say('No GPU hours have been given yet.', '尚无卡时额度。'),
    ),
  };
}

interface RequestRow {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly gpuClass: string | null;
  readonly gpus: number | null;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly amountMh: string | null;
}
interface RequestCase extends RequestRow {
  readonly grant: { readonly account: string; readonly grantedMh: string; readonly usedMh: string } | null;
  readonly timeline: readonly { readonly at: string; readonly event: string; readonly toState: string; readonly actorName: string; readonly reason: string | null }[];
}

const ROW = 'id number state gpuClass gpus startsAt endsAt amountMh';

/** The organisation's own requests; with `--queue` those that the centre has before it; or one of them, with its story. */
export async function requests(portal: Portal, wanted: string | undefined, { queue, state, first }: Options): Promise<Answer> {
  if (wanted !== undefined) return oneRequest(portal, wanted, queue !== undefined);
  const states = typeof state === 'string' ? state.split(',') : null;
  const all: (RequestRow & Partial<Organisation>)[] = queue === undefined
    ? (await portal.data<{ myComputeRequests: RequestRow[] }>(`{ myComputeRequests { ${ROW} } }`)).myComputeRequests.filter((row) => states?.includes(row.state) ?? true)
    : (await portal.data<{ computeRequestQueue: { nodes: (RequestRow & Organisation)[] } }>(
      `query ($first: Int!, $states: [String!]) { computeRequestQueue(first: $first, states: $states) { nodes { ${ROW} organisationNameZh organisationNameEn } } }`,
      { first: Number(first), states },
    )).computeRequestQueue.nodes;
  const data = all.slice(0, Number(first));
  return {
    data,
    text: listOf(
      [say('number', '编号'), ...(queue === undefined ? [] : [say('company', '企业')]), say('state', '状态'), say('class', '卡型'), say('GPUs', '卡数'), say('from', '开始'), say('to', '结束'), say('GPU-hours', '卡时')],
      data.map((row) => [
        row.number, ...(queue === undefined ? [] : [nameOf(row)]), row.state, row.gpuClass ?? '–', String(row.gpus ?? '–'), dayOf(row.startsAt), dayOf(row.endsAt), hoursOf(row.amountMh),
      ]),
      say('There are no such requests.', '没有符合条件的申请。'),
    ),
  };
}

async function oneRequest(portal: Portal, wanted: string, inQueue: boolean): Promise<Answer> {
  const id = await requestId(portal, wanted, inQueue);
  const { computeRequest: data } = await portal.data<{ computeRequest: RequestCase }>(
    `query ($id: ID!) { computeRequest(id: $id) { ${ROW} purpose grant { account grantedMh usedMh } timeline { at event fromState toState actorName reason } } }`, { id },
  );
  const { number, state, gpuClass, gpus, startsAt, endsAt, amountMh, grant, timeline } = data;
  const about: string[][] = [
    [say('request', '申请'), number], [say('state', '状态'), state], [say('GPUs', 'GPU'), `${gpus ?? '–'} × ${gpuClass ?? '–'}`],
    [say('time', '时间'), `${minuteOf(startsAt)} – ${minuteOf(endsAt)}`], [say('GPU-hours', '卡时'), hoursOf(amountMh)],
    ...(grant ? [[say('account', '账户'), grant.account], [say('used', '已用'), `${hoursOf(grant.usedMh)} / ${hoursOf(grant.grantedMh)}`]] : []),
  ];
  const story = timeline.map(({ at, event, toState, actorName, reason }) => [minuteOf(at), event, toState, actorName, reason ?? '']);
  return { data, text: `${table(about)}\n\n${table([[say('when', '时间'), say('event', '事件'), say('state', '状态'), say('who', '操作人'), say('reason', '理由')], ...story])}\n` };
}

/** The id of a request, by it or by its number. */
export async function requestId(portal: Portal, wanted: string, inQueue: boolean): Promise<string> {
  if (/^[0-9a-f-]{36}$/i.test(wanted)) return wanted;
  const found = inQueue
    ? (await portal.data<{ computeRequestQueue: { nodes: RequestRow[] } }>(`query ($search: String) { computeRequestQueue(first: 20, search: $search) { nodes { id number } } }`, { search: wanted })).computeRequestQueue.nodes
    : (await portal.data<{ myComputeRequests: RequestRow[] }>('{ myComputeRequests { id number } }')).myComputeRequests;
  const request = found.find(({ number }) => number.toLowerCase() === wanted.toLowerCase());
  if (request) return request.id;
  throw new Refusal([say(`There is no request ${wanted}${inQueue ? '' : '; the centre’s staff add --queue'}.`, `没有申请 ${wanted}${inQueue ? '' : '；中心人员请加 --queue'}。`)]);
}

interface Run {
  readonly jobId: string;
  readonly userName: string;
  readonly state: string;
  readonly gpuClass: string;
  readonly gpus: number;
  readonly startAt: string;
  readonly endAt: string | null;
  readonly gpuMh: string;
}

/** Metered jobs, those that began last first. */
export async function jobs(portal: Portal, { grant, month, first, queue }: Options): Promise<Answer> {
  const grantId = typeof grant === 'string' ? await requestId(portal, grant, queue !== undefined) : null;
  const { usageRecords: { nodes: data, pageInfo } } = await portal.data<{ usageRecords: { nodes: Run[]; pageInfo: { hasNextPage: boolean } } }>(
    `query ($grantId: ID, $month: String, $first: Int!) { usageRecords(grantId: $grantId, month: $month, first: $first) {
       nodes { jobKey cluster jobId account userName state gpuClass gpus startAt endAt elapsedSeconds gpuMh grantId } pageInfo { hasNextPage } } }`,
    { grantId, month: month ?? null, first: Number(first) },
  );
  const more = pageInfo.hasNextPage ? say(`The last ${data.length}; --first shows more.\n`, `仅显示最近 ${data.length} 条，可用 --first 增加。\n`) : '';
  return {
    data,
    text: listOf(
      [say('job', '作业'), say('user', '用户'), say('state', '状态'), say('class', '卡型'), say('GPUs', '卡数'), say('from', '开始'), say('to', '结束'), say('GPU-hours', '卡时')],
      data.map((run) => [run.jobId, run.userName, run.state, run.gpuClass, String(run.gpus), minuteOf(run.startAt), minuteOf(run.endAt), hoursOf(run.gpuMh)]),
      say('No jobs have been metered there.', '没有计量的作业。'),
    ) + more,
  };
}

function listOf(head: readonly string[], rows: readonly (readonly string[])[], none: string): string {
  return `${rows.length === 0 ? none : table([head, ...rows])}\n`;
}

function nameOf({ organisationNameZh = '', organisationNameEn = '' }: Partial<Organisation>): string {
  return language === 'zh-CN' ? organisationNameZh : organisationNameEn;
}

/** Milli-hours as hours with one digit: `12,345.6`. */
function hoursOf(milliHours: string | null): string {
  return milliHours === null ? '–' : (Number(milliHours) / 1000).toLocaleString('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/** In the portal's time, Shanghai's. */
function minuteOf(at: string | null): string {
  return at === null ? '–' : new Date(at).toLocaleString('sv', { timeZone: 'Asia/Shanghai' }).slice(0, 16);
}

function dayOf(at: string | null): string {
  return minuteOf(at).slice(0, 10);
}
