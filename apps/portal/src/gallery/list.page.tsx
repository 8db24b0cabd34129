import { Button, type Column, type Facet, ListPage, listSpec, Tag, Time, toast, type Tone, useFormat, useSay } from '@wutong/core-web';
import { useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { sampleRows, type SampleRow } from './samples';

export const spec = listSpec({ facets: ['state', 'sector'], sorts: ['name', 'hours', 'submittedAt'], defaultSort: '-submittedAt' });

const stateWords: Record<SampleRow['state'], [string, string, Tone]> = {
  submitted: ['已提交', 'Submitted', 'info'],
  screening: ['初筛中', 'Screening', 'primary'],
  information_requested: ['待补充', 'More asked', 'warn'],
  offered: ['已发出要约', 'Offered', 'primary'],
  active: ['在孵', 'Active', 'ok'],
  refused: ['未通过', 'Refused', 'bad'],
};

/** A list with everything a list can have. */
export function Page() {
  const say = useSay();
  const format = useFormat();
  const search = useSearch({ strict: false } as never) as { q?: string; state?: string[]; sector?: string[]; sort?: string };
  const [size, setSize] = useState(100);
  const word = (state: SampleRow['state']) => say({ 'zh-CN': stateWords[state][0], en: stateWords[state][1] });
  const rows = useMemo(
    () =>
      sampleRows
        .filter((row) => !search.q || JSON.stringify(row).includes(search.q))
        .filter((row) => (search.state?.includes(row.state) ?? true) && (search.sector?.includes(row.sector) ?? true))
        .toSorted((one, other) => {
          const sort = search.sort ?? '-submittedAt';
          const key = (row: SampleRow) => (sort.endsWith('name') ? row.name.en : sort.endsWith('hours') ? row.milliHours.padStart(12) : row.submittedAt);
          return key(one).localeCompare(key(other)) * (sort.startsWith('-') ? -1 : 1);
        }),
    [search.q, search.state, search.sector, search.sort],
  );
  const columns = useMemo(
    (): Column<SampleRow>[] => [
      {
        id: 'name', header: say({ 'zh-CN': '企业', en: 'Company' }), sort: 'name', csv: (row) => say(row.name),
        cell: (row) => (
          <>
            {say(row.name)}
            <span className="block truncate text-caption font-normal text-muted">{row.code}</span>
          </>
        ),
      },
      { id: 'state', header: say({ 'zh-CN': '状态', en: 'State' }), width: '8.5rem', cell: (row) => <Tag tone={stateWords[row.state][2]}>{word(row.state)}</Tag>, csv: (row) => row.state },
      { id: 'owner', header: say({ 'zh-CN': '负责人', en: 'Owner' }), width: '7rem', from: 'md', cell: (row) => (row.owner ? say(row.owner) : '–'), csv: (row) => say(row.owner ?? undefined) },
      { id: 'hours', header: say({ 'zh-CN': '卡时', en: 'GPU-hours' }), sort: 'hours', align: 'end', width: '8rem', from: 'sm', cell: (row) => format.gpuHours(row.milliHours), csv: (row) => row.milliHours },
      { id: 'amount', header: say({ 'zh-CN': '金额', en: 'Amount' }), align: 'end', width: '8rem', from: 'lg', cell: (row) => format.money(row.fen), csv: (row) => row.fen },
      { id: 'submitted', header: say({ 'zh-CN': '提交时间', en: 'Submitted' }), sort: 'submittedAt', width: '10rem', from: 'md', cell: (row) => <Time value={row.submittedAt} as="relative" />, csv: (row) => row.submittedAt },
      { id: 'code', header: say({ 'zh-CN': '编号', en: 'Code' }), isOptional: true, width: '9rem', cell: (row) => row.code, csv: (row) => row.code },
    ],
    [format],
  );
  const count = (name: 'state' | 'sector', value: string) => sampleRows.filter((row) => row[name] === value).length;
  const facets: Facet<'state' | 'sector'>[] = [
    { id: 'state', label: say({ 'zh-CN': '状态', en: 'State' }), options: (Object.keys(stateWords) as SampleRow['state'][]).map((value) => ({ value, label: word(value), count: count('state', value) })) },
    { id: 'sector', label: say({ 'zh-CN': '领域', en: 'Sector' }), options: ['language', 'vision', 'robotics', 'health'].map((value) => ({ value, label: value, count: count('sector', value) })) },
  ];
  return (
    <ListPage
      id="gallery"
      title={say({ 'zh-CN': '入驻申请', en: 'Applications' })}
      lead={say({ 'zh-CN': '所有企业的入驻申请，按提交时间排列。', en: 'Applications of all companies, newest first.' })}
      actions={<Button variant="primary">{say({ 'zh-CN': '新建申请', en: 'New application' })}</Button>}
      spec={spec}
      searchLabel={say({ 'zh-CN': '搜索', en: 'Search' })}
      list={{ rows: rows.slice(0, size), isLoading: false, isLoadingMore: false, hasMore: rows.length > size, loadMore: () => setSize(size + 100), refetch: () => undefined, error: undefined }}
      columns={columns}
      facets={facets}
      views={[
        { id: 'all', label: say({ 'zh-CN': '全部', en: 'All' }), search: {}, count: sampleRows.length },
        { id: 'todo', label: say({ 'zh-CN': '待初筛', en: 'To screen' }), search: { state: ['submitted'] }, count: count('state', 'submitted') },
        { id: 'waiting', label: say({ 'zh-CN': '等待补充', en: 'Waiting for more' }), search: { state: ['information_requested'] }, count: count('state', 'information_requested') },
      ]}
      rowId={(row) => row.id}
      rowName={(row) => say(row.name)}
      rowHref={() => '/gallery/case'}
      rowActions={(row) => [{ id: 'row', items: [{ id: 'claim', label: say({ 'zh-CN': '领取', en: 'Claim' }), onAction: () => toast.done(say(row.name)) }, { id: 'open', label: say({ 'zh-CN': '打开', en: 'Open' }), onAction: () => toast.tell(say(row.name)) }] }]}
      bulkActions={[{ id: 'claim', label: say({ 'zh-CN': '批量领取', en: 'Claim' }), run: (ids) => Promise.resolve(ids.map((id, index) => (index === 1 ? { id, failure: say({ 'zh-CN': '已被陈默领取', en: 'Chen Mo has it already' }) } : { id }))) }]}
      empty={say({ 'zh-CN': '还没有申请', en: 'Nothing yet' })}
    />
  );
}
