import type { Visitor } from '@wutong/core-testing';
import { linkIn, PDF, type Centre } from './centre';
import { PASSWORD } from './chapters';

/** The centre's people whom an admission needs, each signed in. */
export interface Staff {
  readonly screener: Visitor;
  readonly lead: Visitor;
  readonly approver: Visitor;
}

export interface Company {
  readonly organisationId: string;
  readonly tenancyId: string;
  readonly founder: Visitor;
}

export interface Names {
  nameZh: string;
  nameEn: string;
  email: string;
}

interface Draft {
  readonly founder: Visitor;
  readonly applicationId: string;
  readonly version: number;
}

interface Round {
  id: string;
  opensAt: string;
  closesAt: string;
}

interface Seen {
  id: string;
  version: number;
}

const DAYS = 86_400_000;
const ANSWERS = {
  incorporated: false, incorporationPlan: '计划于 2027 年 1 月在上海市徐汇区完成注册。', contactPhone: '+86 21 5555 0101', fullTimeStaff: 12,
  researchStaff: 8, founders: [{ name: '林知远', role: '首席执行官' }], modelWork: 'pretrain', parameters: 7, domains: ['general'],
  summary:
    '我们训练面向制造业的中文大语言模型，支持工艺文件理解、质量分析与设备运维问答，把一线工程师的经验沉淀为可复用的模型能力，并以较低成本部署。',
  filingStatus: 'none', desks: 4, needsCompute: false, truth: { accepted: true, version: '2026-01' },
};

/** Screener, programme lead and approver: whom the centre needs to admit anybody. */
export async function hireStaff(centre: Centre): Promise<Staff> {
  const screener = await centre.join({ email: 'han@centre.example', name: '韩雪', roles: ['screener'] });
  const lead = await centre.join({ email: 'wen@centre.example', name: '温以宁', roles: ['programme_lead'] });
  const approver = await centre.join({ email: 'shao@centre.example', name: '邵峰', roles: ['approver'] });
  return { screener, lead, approver };
}

/** A company that has registered and written its application, all but handed it in. */
export async function draft({ app, mail }: Pick<Centre, 'app' | 'mail'>, names: Names): Promise<Draft> {
  const founder = app.visitor({ 'accept-language': 'zh-CN' });
  const { email, ...organisation } = names;
  await mutate(founder, 'signUp', 'SignUpInput', '__typename', {
    organisation, name: '林知远', email, password: PASSWORD, locale: 'zh-CN', timeZone: 'Asia/Shanghai',
  });
  const token = new URL(linkIn((await mail.mailTo(email, '/verify-email')).text), app.url).searchParams.get('token');
  await founder.graphql('mutation ($token: String!) { verifyEmail(token: $token) { __typename } }', { token });
  const { intakeRounds } = await founder.graphql<{ intakeRounds: Round[] }>('{ intakeRounds { id opensAt closesAt } }');
  const now = new Date().toISOString();
  const round = intakeRounds.find(({ opensAt, closesAt }) => opensAt <= now && now <= closesAt);
  const { id } = await mutate(founder, 'startTenancyApplication', 'StartTenancyApplicationInput', 'id', { roundId: round?.id });
  const changes = { ...ANSWERS, legalName: names.nameZh, contactEmail: email, pitchDeck: [await send(founder)] };
  const { version } = await mutate(founder, 'saveTenancyApplication', 'SaveTenancyApplicationInput', 'id version', { id, changes });
  return { founder, applicationId: id, version };
}

/** Takes a company from its registration to an active tenancy, each step sent by the person whose step it is. */
export async function admit(centre: Centre, { screener, lead, approver }: Staff, names: Names): Promise<Company> {
  const { founder, applicationId: id, version } = await draft(centre, names);
  let seen: Seen = { id, version };
  const move = async (who: Visitor, name: string, input: object = {}, type = 'TenancyApplicationMoveInput'): Promise<void> => {
    const answer = name === 'submitTenancyApplication' ? '... on TenancyApplication { id version }' : 'id version';
    seen = await mutate(who, name, type, answer, { id, version: seen.version, ...input });
  };
  await move(founder, 'submitTenancyApplication');
  await move(screener, 'claimTenancyApplication');
  await move(screener, 'passTenancyApplicationScreening');
  const look = async (who: Visitor, what: string): Promise<Record<string, unknown>> =>
    (await who.graphql<{ tenancyApplication: Record<string, unknown> }>(
      `query ($id: ID!) { tenancyApplication(id: $id) { ${what} } }`, { id },
    )).tenancyApplication;
  const { dueDiligence } = (await look(screener, 'dueDiligence { id }')) as { dueDiligence: { id: string }[] };
  for (const { id: itemId } of dueDiligence) {
    await mutate(screener, 'settleDueDiligenceItem', 'SettleDueDiligenceItemInput', 'id', { itemId, status: 'DONE' });
  }
  await move(lead, 'sendTenancyApplicationToPanel');
  const { members } = await approver.graphql<{ members: { user: { id: string } }[] }>('{ members { user { id } } }');
  await move(approver, 'offerTenancy', {
    desks: 4, expiresAt: new Date(Date.now() + 14 * DAYS).toISOString(), agreementText: '入驻协议',
    panel: { present: members.map(({ user }) => user.id), minutes: '一致同意。' },
  }, 'OfferInput');
  const { agreementHash } = await look(founder, 'agreementHash');
  await mutate(founder, 'signTenancyOffer', 'SignOfferInput', 'id', { ...seen, agreementHash, signedName: '林知远' });
  const { myTenancy } = await founder.graphql<{
    myTenancy: { id: string; organisationId: string; tasks: { id: string; owner: string }[] };
  }>('{ myTenancy { id organisationId tasks { id owner } } }');
  for (const { id: taskId, owner } of myTenancy.tasks) {
    await mutate(owner === 'FOUNDER' ? founder : lead, 'settleTenancyTask', 'SettleTenancyTaskInput', 'id', { taskId, done: true });
  }
  return { organisationId: myTenancy.organisationId, tenancyId: myTenancy.id, founder };
}

/** Sends one mutation whose only argument is its input; gives what came back. */
export async function mutate<T = Seen>(who: Visitor, name: string, type: string, answer: string, input: object): Promise<T> {
  const data = await who.graphql<{ answer: T }>(
    `mutation ($input: ${type}!) { answer: ${name}(input: $input) { ${answer} } }`, { input },
  );
  return data.answer;
}

/** Sends a business plan as the form does, in one piece; gives the id of the file. */
async function send(founder: Visitor): Promise<string> {
  const facts = { filename: '商业计划书.pdf', filetype: 'application/pdf', purpose: 'tenancy-application' };
  const metadata = Object.entries(facts).map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`);
  const response = await founder.fetch('/files/upload', {
    method: 'POST',
    headers: {
      'tus-resumable': '1.0.0', 'upload-length': String(PDF.length), 'upload-metadata': metadata.join(','),
      'content-type': 'application/offset+octet-stream',
    },
    body: PDF,
  });
  const place = response.headers.get('location');
  if (!place) throw new Error(`The file was refused: ${response.status} ${await response.text()}`);
  return place.split('/').at(-1) ?? '';
}
