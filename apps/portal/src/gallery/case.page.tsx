import { AnswersView, CaseActions, CasePage, Notice, Panel, Tag, Time, Timeline, useFormat, useSay } from '@wutong/core-web';
import { sampleForm } from './samples';

const answers = {
  name: '云栖智算科技（上海）有限公司', country: 'CN', province: '31', founded: '2021-06-18', stage: 'product', exports: false,
  summary: '面向城市交通的多模态预测模型，已在三个区试点。\n下一步训练 70B 模型。',
  hours: { amount: 412_500, unit: 'gpu-mh:h800' }, window: { start: '2026-12-01', end: '2027-02-28' },
  team: [{ name: '林越', role: 'CTO', email: 'lin@example.cn' }, { name: '周然', role: 'CEO' }], truth: { accepted: true, version: '2026-03' },
};

/** A case with everything a case can have. */
export function Page() {
  const say = useSay();
  const format = useFormat();
  const wait = () => new Promise<void>((done) => setTimeout(done, 500));
  return (
    <CasePage
      title={say({ 'zh-CN': '云栖智算', en: 'Yunqi Compute' })}
      crumbs={[{ label: say({ 'zh-CN': '入驻申请', en: 'Applications' }), href: '/gallery/list' }, { label: 'TA-2026-0042' }]}
      status={<Tag tone="primary">{say({ 'zh-CN': '尽职调查', en: 'Due diligence' })}</Tag>}
      actions={
        <CaseActions
          actions={[
            { event: 'pass', to: 'panel', needsReason: false },
            { event: 'request_information', to: 'information_requested', needsReason: true },
            { event: 'waitlist', to: 'waitlisted', needsReason: true },
            { event: 'refuse', to: 'refused', needsReason: true },
          ]}
          looks={{
            pass: {
              label: say({ 'zh-CN': '通过尽调', en: 'Pass' }), isPrimary: true, keys: 'p',
              consequences: [say({ 'zh-CN': '案件转入评审会，评委收到通知', en: 'The case goes to the panel; its members are told' }), say({ 'zh-CN': '申请企业可在“时间线”看到进展', en: 'The applicant sees it in the timeline' })],
              fourEyes: say({ 'zh-CN': '通过尽调的人不能参与最终批准。', en: 'Whoever passes this cannot approve it in the end.' }),
            },
            request_information: { label: say({ 'zh-CN': '要求补充', en: 'Ask for more' }), keys: 'i' },
            waitlist: { label: say({ 'zh-CN': '列入候补', en: 'Put on the waiting list' }) },
            refuse: { label: say({ 'zh-CN': '不予通过', en: 'Refuse' }), isDanger: true },
          }}
          perform={wait}
        />
      }
      notice={<Notice tone="info">{say({ 'zh-CN': '您领取了此案件，请在 11 月 27 日前完成尽调。', en: 'You claimed this case: finish due diligence by 27 November.' })}</Notice>}
      stages={{
        current: 'diligence',
        stages: [['submitted', '提交', 'Submitted'], ['screening', '初筛', 'Screening'], ['diligence', '尽调', 'Due diligence'], ['panel', '评审', 'Panel'], ['offer', '要约', 'Offer'], ['active', '入驻', 'Active']].map(([id = '', zh = '', en = '']) => ({ id, label: say({ 'zh-CN': zh, en }) })),
      }}
      facts={[
        { label: say({ 'zh-CN': '负责人', en: 'Owner' }), value: say({ 'zh-CN': '陈默', en: 'Chen Mo' }) },
        { label: say({ 'zh-CN': '截止时间', en: 'Due' }), value: <Time value="2026-11-27T10:00:00Z" /> },
        { label: say({ 'zh-CN': '申请算力', en: 'GPU time asked for' }), value: format.quantity({ amount: '412500', unit: 'gpu-mh:h800' }) },
        { label: say({ 'zh-CN': '提交时间', en: 'Submitted' }), value: <Time value="2026-11-20T02:14:00Z" /> },
        { label: say({ 'zh-CN': '来源', en: 'Came by' }), value: say({ 'zh-CN': '公开征集第三期', en: 'Third open call' }) },
        { label: say({ 'zh-CN': '冲突声明', en: 'Conflicts declared' }), value: null },
      ]}
      tabs={[
        { id: 'content', label: say({ 'zh-CN': '申请内容', en: 'Application' }), content: <Panel><AnswersView definition={sampleForm} answers={answers} changed={new Set(['summary'])} /></Panel> },
        {
          id: 'timeline', label: say({ 'zh-CN': '时间线', en: 'Timeline' }), count: 3,
          content: (
            <Panel>
              <Timeline
                entries={[
                  { id: '3', at: '2026-11-22T08:12:00Z', actor: say({ 'zh-CN': '陈默', en: 'Chen Mo' }), title: say({ 'zh-CN': '通过初筛', en: 'Passed the screening' }), tone: 'ok' },
                  { id: '2', at: '2026-11-21T03:40:00Z', actor: say({ 'zh-CN': '陈默', en: 'Chen Mo' }), title: say({ 'zh-CN': '要求补充材料', en: 'Asked for more' }), reason: say({ 'zh-CN': '请补充 2025 年度审计报告，并说明训练数据来源。', en: 'Please add the audit report of 2025 and say where the training data comes from.' }), tone: 'warn' },
                  { id: '1', at: '2026-11-20T02:14:00Z', actor: say({ 'zh-CN': '林越', en: 'Lin Yue' }), title: say({ 'zh-CN': '提交申请', en: 'Submitted' }) },
                ]}
              />
            </Panel>
          ),
        },
      ]}
    />
  );
}
