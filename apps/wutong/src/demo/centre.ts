import { DemoService, type NewDemoPerson, type RoleName } from '@wutong/identity-server';
import { IntakeRoundService } from '@wutong/tenancy-server';
import { DAY, type Person, type Stage } from './stage';

export interface Centre {
  readonly screeners: Person[];
  readonly leads: Person[];
  readonly approvers: Person[];
  readonly operators: Person[];
  readonly finance: Person[];
  readonly administrator: Person;
  readonly auditor: Person;
  readonly investors: Person[];
}

const STAFF: readonly (readonly [string, string, RoleName[]])[] = [
  ['沈若溪', 'ruoxi.shen', ['screener']],
  ['傅清和', 'qinghe.fu', ['screener']],
  ['陆景行', 'jingxing.lu', ['programme_lead']],
  ['顾静姝', 'jingshu.gu', ['programme_lead']],
  ['周怀瑾', 'huaijin.zhou', ['approver']],
  ['宋望舒', 'wangshu.song', ['approver']],
  ['严修远', 'xiuyuan.yan', ['approver']],
  ['唐云舟', 'yunzhou.tang', ['platform_operator']],
  ['蒋亦辰', 'yichen.jiang', ['platform_operator']],
  ['潘书瑶', 'shuyao.pan', ['finance']],
  ['梁慕白', 'mubai.liang', ['finance']],
  ['袁之恒', 'zhiheng.yuan', ['administrator']],
  ['夏予安', 'yuan.xia', ['auditor']],
];

const INVESTORS: readonly (readonly [string, string, string])[] = [
  ['梧桐树下创投', 'Undertree Ventures', '陈嘉言'], ['浦东新岸资本', 'New Bank Capital', '许思齐'], ['长宁成长基金', 'Changning Growth', '何明哲'],
  ['启航早期基金', 'Setsail Seed', '吴子墨'], ['海纳产业投资', 'Haina Industrial', '徐听澜'], ['东方慧眼资本', 'Huiyan Capital', '林雨桐'],
  ['远见科创基金', 'Foresight Tech Fund', '蒋知远'], ['沪港联合资本', 'Hu-Gang Partners', '周若谷'], ['春申天使会', 'Chunshen Angels', '唐静姝'],
  ['申江产业母基金', 'Shenjiang Fund of Funds', '顾修远'], ['云帆战略投资', 'Yunfan Strategic', '宋云舟'], ['合源资本', 'Heyuan Capital', '沈之恒'],
];

/** The centre with staff of every role, and the investors who look in. */
export async function openCentre(stage: Stage): Promise<Centre> {
  const opened = stage.daysAgo(430);
  const people: Person[] = [];
  for (const [name, latin, roles] of STAFF) {
    const centre = people[0]?.organisationId ?? { nameZh: '梧桐大模型孵化中心', nameEn: 'Wutong Foundation Model Incubator' };
    people.push(await stage.person(opened, { name, latin, kind: 'centre', roles }, centre));
  }
  const holding = (role: RoleName): Person[] => people.filter(({ roles }) => roles.includes(role));
  const only = (role: RoleName): Person => holding(role)[0] ?? fail(role);
  const investors: Person[] = [];
  for (const [i, [nameZh, nameEn, name]] of INVESTORS.entries()) {
    const who = { name, latin: `partner${i + 1}`, kind: 'investor' as const, roles: ['investor' as const] };
    investors.push(await stage.person(opened, who, { nameZh, nameEn }));
  }
  return {
    screeners: holding('screener'), leads: holding('programme_lead'), approvers: holding('approver'),
    operators: holding('platform_operator'), finance: holding('finance'), administrator: only('administrator'),
    auditor: only('auditor'), investors,
  };
}

/** Admission rounds: one a quarter; the latest is open. Gives the id of the round in which a day lies. */
export async function openRounds(stage: Stage, centre: Centre): Promise<(when: Date) => string> {
  const rounds: { id: string; from: number; to: number }[] = [];
  const names = [['一', 'I'], ['二', 'II'], ['三', 'III'], ['四', 'IV'], ['五', 'V']];
  const ctx = stage.as(centre.leads[0] ?? fail('programme lead'), stage.daysAgo(430));
  for (const [i, [zh, en]] of names.entries()) {
    const opensAt = stage.daysAgo(425 - i * 95);
    // Open for two weeks after the next one has begun, so that drafts begun late can be handed in.
    const closesAt = new Date(opensAt.getTime() + 110 * DAY);
    const { id } = await stage.get(IntakeRoundService).open(ctx, {
      nameZh: `第${zh}批入驻`, nameEn: `Admission round ${en}`, opensAt, closesAt,
      endsAt: new Date(closesAt.getTime() + 90 * DAY), graceMinutes: 30, desks: 260,
    });
    rounds.push({ id, from: opensAt.getTime(), to: opensAt.getTime() + 95 * DAY });
  }
  return (when) => (rounds.find(({ from, to }) => when.getTime() >= from && when.getTime() < to) ?? rounds.at(-1))?.id ?? fail('round');
}

/** Whom a visitor may become with one click, one of each kind. */
export async function offerDemoPeople(
  stage: Stage, centre: Centre, { founder, member, supplier }: { founder: Person; member: Person; supplier: Person | undefined },
): Promise<void> {
  const [screener, lead, approver, operator, finance, investor] = [
    centre.screeners[0], centre.leads[0], centre.approvers[0], centre.operators[0], centre.finance[0], centre.investors[0],
  ];
  const list: (readonly [Person | undefined, string, string])[] = [
    [founder, '创始人', 'Founder'], [member, '企业成员', 'Team member'], [screener, '初审员', 'Screener'],
    [lead, '项目主管', 'Programme lead'], [approver, '审批人', 'Approver'], [operator, '平台运营', 'Platform operator'],
    [finance, '财务', 'Finance'], [centre.administrator, '管理员', 'Administrator'], [centre.auditor, '审计员', 'Auditor'],
    [investor, '投资人', 'Investor'], [supplier, '供应商', 'Supplier'],
  ];
  const people = list.flatMap(([person, titleZh, titleEn]): NewDemoPerson[] =>
    person ? [{ userId: person.userId, titleZh, titleEn }] : [],
  );
  await stage.get(DemoService).open(stage.system(), people);
}

function fail(what: string): never {
  throw new Error(`The demo has no ${what}`);
}
