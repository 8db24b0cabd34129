import type { Locale } from '@wutong/core-server';
import { dayWords, grouped, Sheet } from '../pdf/sheet';
import type { StatementFacts } from './statement-facts';
import { fundingWord, HOW, kindWord, noteOf, yuan } from './statement-words';

const WORDS = {
  en: {
    title: 'Computing power statement', number: 'Statement', month: 'Month', issued: 'Issued', company: 'Company', issuer: 'Issued by',
    charged: 'Charged', funded: 'Paid by funding', due: 'Due', lines: 'Charges', funding: 'Vouchers, subsidies and cash',
    head: ['Kind', 'Month', 'Request', 'Pool · GPU class', 'GPU-hours', 'CNY'], fundingHead: ['Kind', 'Programme', 'GPU class', 'CNY'],
    rules: 'How this is computed', none: 'No funding was used this month.',
  },
  'zh-CN': {
    title: '算力月度账单', number: '账单号', month: '账期', issued: '出具日期', company: '企业', issuer: '出具单位', charged: '费用合计',
    funded: '资金抵扣', due: '应付金额', lines: '费用明细', funding: '算力券、补贴与自有资金',
    head: ['类型', '用量月份', '申请编号', '资源池 · GPU 型号', '卡时', '金额（元）'], fundingHead: ['类型', '项目', 'GPU 型号', '金额（元）'],
    rules: '计费规则', none: '本月未使用资金抵扣。',
  },
} as const;

/** A statement as a document of A4 pages, in the viewer's language. The same statement gives the same bytes. */
export async function statementPdf(facts: StatementFacts, locale: Locale): Promise<Buffer> {
  const { statement, tenant, centre, lines, funding } = facts;
  const words = WORDS[locale];
  const name = ({ nameZh, nameEn }: { nameZh: string; nameEn: string }): string => (locale === 'en' ? nameEn : nameZh);
  const page = new Sheet(locale, `${words.title} ${statement.number}`, name(centre), statement.closedAt);
  page.title(words.title, name(centre));
  const issued = dayWords(statement.closedAt, locale);
  page.facts([[words.company, name(tenant)], [words.month, statement.month], [words.number, statement.number], [words.issued, issued]]);
  page.figures([
    [words.charged, yuan(statement.chargedFen, locale)], [words.funded, yuan(-statement.fundedFen, locale)], [words.due, yuan(statement.dueFen, locale)],
  ]);
  page.heading(words.lines);
  page.table({ head: words.head, widths: [62, 62, 78, 165, 62, 70], figuresFrom: 4 }, lines.map((line) => ({
    cells: [
      kindWord(line.kind, locale), line.usageMonth, line.requestNumber ?? '–',
      line.poolCode ? `${locale === 'en' ? line.poolNameEn : line.poolNameZh} · ${line.gpuClass?.toUpperCase()}` : '–',
      line.gpuMh === 0n ? '–' : grouped(line.gpuMh, 3), grouped(line.amountFen, 2),
    ],
    note: noteOf(line, locale),
  })), [words.charged, '', '', '', '', grouped(statement.chargedFen, 2)]);
  page.heading(words.funding);
  if (funding.length === 0) page.text(words.none);
  else {
    page.table({ head: words.fundingHead, widths: [90, 239, 90, 80], figuresFrom: 3 }, funding.map(({ kind, programme, gpuClass, amountFen }) => ({
      cells: [fundingWord(kind, locale), programme, gpuClass?.toUpperCase() ?? '–', grouped(-amountFen, 2)], note: '',
    })), [words.due, '', '', grouped(statement.dueFen, 2)]);
  }
  page.heading(words.rules);
  for (const rule of HOW[locale]) page.text(`· ${rule}`);
  return page.end();
}
