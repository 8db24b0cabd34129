import {
  Badge, BalanceBar, BurnDown, Button, ButtonLink, Checkbox, CheckboxGroup, Combobox, ConfirmDialog, DateField, DateRangeField, type DayRange,
  EmptyState, Facts, Figure, Figures, FileDrop, Help, LineChart, Menu, MonthField, Notice, NumberField, PageHeader, Panel, Progress,
  RadioGroup, ReasonDialog, Select, Skeleton, Sparkline, StackedBars, StageBar, Switch, Tag, TextAreaField, TextField, TimeSeries, toast, Tooltip,
  useFormat, useSay, type UploadedFile,
} from '@wutong/core-web';
import { Inbox } from 'lucide-react';
import { useCallback, useState } from 'react';

const months = Array.from({ length: 12 }, (_, index) => `2026-${String(index + 1).padStart(2, '0')}`);
const wave = (base: number, swing: number, phase: number) =>
  months.map((_, index) => Math.round(base + swing * Math.sin(index / 1.7 + phase) + index * base * 0.03));
const times = Array.from({ length: 2000 }, (_, index) => 1_790_000_000 + index * 3600);
const hourly = [
  { id: 'h800', label: 'H800', values: times.map((_, index) => 180 + 60 * Math.sin(index / 40) + ((index * 7919) % 23)) },
  { id: '910b', label: '910B', values: times.map((_, index) => 90 + 30 * Math.cos(index / 55) + ((index * 104_729) % 17)) },
];

/** Every component of the kit in its states, for whoever designs, tests or writes a page. */
export function Page() {
  const say = useSay();
  const format = useFormat();
  const [text, setText] = useState('');
  const [number, setNumber] = useState<number | null>(412.5);
  const [choice, setChoice] = useState<string | null>(null);
  const [many, setMany] = useState<string[]>(['a']);
  const [day, setDay] = useState<string | null>('2026-11-23');
  const [month, setMonth] = useState<string | null>('2026-11');
  const [range, setRange] = useState<DayRange | null>({ start: '2026-12-01', end: '2026-12-14' });
  const [isOn, setOn] = useState(true);
  const [files, setFiles] = useState<readonly UploadedFile[]>([{ id: '1', name: '商业计划书.pdf', size: 2_430_000 }]);
  const [dialog, setDialog] = useState<'confirm' | 'reason' | null>(null);
  const [found, setFound] = useState<{ value: string; label: string } | null>(null);
  const options = ['a', 'b', 'c'].map((value, index) => ({
    value,
    label: say([{ 'zh-CN': '智能语音', en: 'Speech' }, { 'zh-CN': '计算机视觉', en: 'Vision' }, { 'zh-CN': '大语言模型', en: 'Language models' }][index]),
  }));
  const load = useCallback(
    (typed: string) => Promise.resolve(options.filter((option) => option.label.includes(typed))),
    [options.map((option) => option.label).join()],
  );
  const wait = async () => {
    await new Promise((done) => setTimeout(done, 600));
    toast.done(say({ 'zh-CN': '已完成', en: 'Done' }), { undo: () => toast.tell(say({ 'zh-CN': '已撤销', en: 'Undone' })) });
  };

  return (
    <>
      <PageHeader
        title={say({ 'zh-CN': '组件', en: 'Components' })}
        lead={say({ 'zh-CN': '每个组件及其状态，供设计与测试之用。', en: 'Every component in its states, for design and tests.' })}
        actions={
          <>
            <ButtonLink to={'/gallery/list' as never}>{say({ 'zh-CN': '列表', en: 'List' })}</ButtonLink>
            <ButtonLink to={'/gallery/case' as never}>{say({ 'zh-CN': '案件', en: 'Case' })}</ButtonLink>
            <ButtonLink to={'/gallery/form' as never}>{say({ 'zh-CN': '表单', en: 'Form' })}</ButtonLink>
          </>
        }
      />
      <div className="flex flex-col gap-4">
        <Figures>
          <Figure
            label={say({ 'zh-CN': '剩余算力', en: 'GPU time left' })}
            value={format.number(1234.5, 1)}
            unit={say({ 'zh-CN': 'H800 卡时', en: 'H800 GPU-hours' })}
            help={
              <Help label={say({ 'zh-CN': '余额如何计算', en: 'The rule behind the balance' })} title={say({ 'zh-CN': '余额 = 授予 − 冻结 − 已用', en: 'Left = granted − held − used' })}>
                {say({ 'zh-CN': '以卡时的千分之一计，不作舍入。', en: 'Counted in thousandths of a GPU-hour; nothing is rounded.' })}
              </Help>
            }
            aside={<Sparkline label="12" values={wave(40, 14, 0)} />}
          />
          <Figure label={say({ 'zh-CN': '待我处理', en: 'Waiting for me' })} value={format.number(7)} note={say({ 'zh-CN': '其中 2 件今天到期', en: '2 of them due today' })} />
          <Figure label={say({ 'zh-CN': '本月支出', en: 'Spent this month' })} value={format.money(128_450_000, { compact: true })} />
          <Figure label={say({ 'zh-CN': '在孵企业', en: 'Tenants' })} value={format.number(60)} aside={<Tag tone="ok">+3</Tag>} />
        </Figures>
        <Panel title={say({ 'zh-CN': '按钮与标签', en: 'Buttons and tags' })}>
          <div className="flex flex-wrap items-center gap-2">
            <Button variant="primary" onPress={() => void wait()}>{say({ 'zh-CN': '提交', en: 'Submit' })}</Button>
            <Button>{say({ 'zh-CN': '保存', en: 'Save' })}</Button>
            <Button variant="quiet">{say({ 'zh-CN': '取消', en: 'Cancel' })}</Button>
            <Button variant="danger-quiet" onPress={() => setDialog('reason')}>{say({ 'zh-CN': '驳回', en: 'Refuse' })}</Button>
            <Button variant="danger" onPress={() => setDialog('confirm')}>{say({ 'zh-CN': '删除', en: 'Delete' })}</Button>
            <Button variant="primary" isPending>{say({ 'zh-CN': '提交', en: 'Submit' })}</Button>
            <Button isDisabled>{say({ 'zh-CN': '不可用', en: 'Not now' })}</Button>
            <Tooltip text={say({ 'zh-CN': '提示', en: 'A tooltip' })}>
              <Button size="sm">{say({ 'zh-CN': '小按钮', en: 'Small' })}</Button>
            </Tooltip>
            <Menu
              label={say({ 'zh-CN': '更多', en: 'More' })}
              trigger={<Button>{say({ 'zh-CN': '更多', en: 'More' })}</Button>}
              groups={[{ id: 'g', items: options.map((option) => ({ id: option.value, label: option.label, onAction: () => toast.tell(option.label) })) }]}
            />
          </div>
          <div className="flex flex-wrap gap-2 pt-3">
            {(['neutral', 'primary', 'info', 'ok', 'warn', 'bad'] as const).map((tone) => (
              <Tag key={tone} tone={tone}>{say({ 'zh-CN': '审核中', en: 'In review' })}</Tag>
            ))}
            <Badge>12</Badge>
            <Badge tone="bad">3</Badge>
          </div>
        </Panel>
        <Panel title={say({ 'zh-CN': '输入', en: 'Fields' })}>
          <div className="grid gap-4 md:grid-cols-2">
            <TextField label={say({ 'zh-CN': '企业名称', en: 'Name' })} value={text} onChange={setText} isRequired help={say({ 'zh-CN': '与营业执照一致', en: 'As on the licence' })} />
            <TextField label={say({ 'zh-CN': '邮箱', en: 'E-mail' })} type="email" value="li@" onChange={setText} error={say({ 'zh-CN': '请填写完整的邮箱地址', en: 'Enter the whole address' })} />
            <NumberField label={say({ 'zh-CN': '申请算力', en: 'GPU time' })} value={number} onChange={setNumber} unit={say({ 'zh-CN': '卡时', en: 'GPU-hours' })} minValue={0} />
            <Select label={say({ 'zh-CN': '领域', en: 'Field' })} options={options} value={choice} onChange={setChoice} />
            <Combobox label={say({ 'zh-CN': '搜索', en: 'Find' })} load={load} value={found} onChange={setFound} />
            <DateField label={say({ 'zh-CN': '日期', en: 'Day' })} value={day} onChange={setDay} />
            <DateRangeField label={say({ 'zh-CN': '时段', en: 'Window' })} value={range} onChange={setRange} />
            <MonthField label={say({ 'zh-CN': '月份', en: 'Month' })} value={month} onChange={setMonth} />
            <RadioGroup label={say({ 'zh-CN': '阶段', en: 'Stage' })} options={options} value={choice} onChange={setChoice} />
            <CheckboxGroup label={say({ 'zh-CN': '方向', en: 'Topics' })} options={options} value={many} onChange={setMany} />
            <TextAreaField label={say({ 'zh-CN': '说明', en: 'Notes' })} value={text} onChange={setText} maxLength={200} />
            <div className="flex flex-col gap-3">
              <Switch isSelected={isOn} onChange={setOn} help={say({ 'zh-CN': '立即生效', en: 'At once' })}>{say({ 'zh-CN': '接收邮件通知', en: 'Send me e-mail' })}</Switch>
              <Checkbox isSelected={isOn} onChange={setOn}>{say({ 'zh-CN': '我已阅读并同意', en: 'I have read this and agree' })}</Checkbox>
            </div>
            <FileDrop className="md:col-span-2" label={say({ 'zh-CN': '附件', en: 'Documents' })} purpose="gallery" value={files} onChange={(change) => setFiles(change)} accept={['application/pdf']} maxSizeBytes={20_000_000} />
          </div>
        </Panel>
        <div className="grid gap-4 xl:grid-cols-2">
          <Panel title={say({ 'zh-CN': '余额', en: 'Balance' })}>
            <BalanceBar
              title="H800"
              unit="gpu-mh:h800"
              granted="5000000"
              held="800000"
              used="2950500"
              runsOut={say({ 'zh-CN': '预计 12 月 18 日用完（12 月 9 日至次年 1 月 4 日）', en: 'Runs out about 18 December (9 December to 4 January)' })}
              why={<Button size="sm" variant="quiet">{say({ 'zh-CN': '为什么？', en: 'Why?' })}</Button>}
            />
          </Panel>
          <Panel title={say({ 'zh-CN': '进度与阶段', en: 'Progress and stages' })}>
            <div className="flex flex-col gap-4">
              <StageBar
                current="review"
                stages={[
                  { id: 'draft', label: say({ 'zh-CN': '草稿', en: 'Draft' }) },
                  { id: 'screening', label: say({ 'zh-CN': '初筛', en: 'Screening' }) },
                  { id: 'review', label: say({ 'zh-CN': '尽调', en: 'Diligence' }) },
                  { id: 'panel', label: say({ 'zh-CN': '评审', en: 'Panel' }) },
                  { id: 'active', label: say({ 'zh-CN': '入驻', en: 'Active' }) },
                ]}
              />
              <Progress label="plan.pdf" value={62} />
              <Progress label={say({ 'zh-CN': '正在导入', en: 'Importing' })} />
              <Skeleton className="w-2/3" />
            </div>
          </Panel>
          <Panel title={say({ 'zh-CN': '月度用量', en: 'Use by month' })}>
            <LineChart label={say({ 'zh-CN': '各型号月度卡时', en: 'GPU-hours by class and month' })} x={months} series={[{ id: 'a', label: 'H800', values: wave(420, 90, 0) }, { id: 'b', label: '910B', values: wave(240, 60, 2) }, { id: 'c', label: 'A800', values: wave(120, 40, 4) }]} />
          </Panel>
          <Panel title={say({ 'zh-CN': '构成', en: 'Make-up' })}>
            <StackedBars label={say({ 'zh-CN': '各型号月度构成', en: 'Make-up by month' })} x={months} series={[{ id: 'a', label: 'H800', values: wave(420, 90, 0) }, { id: 'b', label: '910B', values: wave(240, 60, 2) }, { id: 'c', label: 'A800', values: wave(120, 40, 4) }]} />
          </Panel>
          <Panel title={say({ 'zh-CN': '配额燃尽', en: 'Burn-down' })}>
            <BurnDown
              label={say({ 'zh-CN': '剩余卡时与预测', en: 'GPU-hours left, with the forecast' })}
              x={months}
              left={months.map((_, index) => (index < 8 ? 5000 - index * 430 : null))}
              forecast={months.map((_, index) => (index < 7 ? null : { expected: 5000 - index * 430, low: Math.max(0, 5000 - index * 430 - (index - 7) * 260), high: 5000 - index * 430 + (index - 7) * 260 }))}
            />
          </Panel>
          <Panel title={say({ 'zh-CN': '逐时用量', en: 'Use by the hour' })}>
            <TimeSeries label={say({ 'zh-CN': '逐时在用卡数', en: 'GPUs in use by the hour' })} times={times} series={hourly} />
          </Panel>
        </div>
        <Notice tone="warn" title={say({ 'zh-CN': '需补充材料', en: 'More is asked' })}>{say({ 'zh-CN': '请在 11 月 30 日前补充“企业信息”。', en: 'Please complete “The company” by 30 November.' })}</Notice>
        <Panel title={say({ 'zh-CN': '要点', en: 'Facts' })}>
          <Facts columns={3} items={[{ label: say({ 'zh-CN': '负责人', en: 'Owner' }), value: say({ 'zh-CN': '林越', en: 'Lin Yue' }) }, { label: say({ 'zh-CN': '截止', en: 'Due' }), value: format.date('2026-11-30') }, { label: say({ 'zh-CN': '金额', en: 'Amount' }), value: format.money(12_345_600) }]} />
        </Panel>
        <Panel>
          <EmptyState icon={<Inbox />} title={say({ 'zh-CN': '还没有算力申请', en: 'No requests yet' })} action={<Button variant="primary">{say({ 'zh-CN': '申请算力', en: 'Ask for GPU time' })}</Button>}>
            {say({ 'zh-CN': '申请获批后，卡时会先冻结再按用量结算。', en: 'Once approved, hours are held and then settled by use.' })}
          </EmptyState>
        </Panel>
      </div>
      <ConfirmDialog title={say({ 'zh-CN': '删除草稿？', en: 'Delete the draft?' })} isOpen={dialog === 'confirm'} onClose={() => setDialog(null)} onConfirm={wait} confirmLabel={say({ 'zh-CN': '删除', en: 'Delete' })} isDanger>
        {say({ 'zh-CN': '草稿及其附件将一并删除，无法恢复。', en: 'The draft and its files go for good.' })}
      </ConfirmDialog>
      <ReasonDialog title={say({ 'zh-CN': '驳回申请', en: 'Refuse the application' })} isOpen={dialog === 'reason'} onClose={() => setDialog(null)} onConfirm={wait} confirmLabel={say({ 'zh-CN': '驳回', en: 'Refuse' })} isDanger />
    </>
  );
}
