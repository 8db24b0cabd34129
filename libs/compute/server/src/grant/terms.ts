import type { Say } from '@wutong/core-server';

/** A text of the terms of use that each user accepts before a grant starts. */
export interface Terms {
  readonly version: string;
  /** From when on it is in force; the first one always was. */
  readonly since: Date;
  /** A term a line. */
  readonly text: Say;
}

const FIRST: Say = {
  en: [
    'Use the GPUs only for the purpose of the request and within its window.',
    'Keep your access key to yourself; whoever uses it acts in your name.',
    'Do not mine cryptocurrency, and do not pass computing time on to others.',
    'Load only data that you may process here, and delete what must not stay before the grant ends.',
    'Jobs are metered. What is used beyond the grant is recorded and settled with the centre.',
    'When the grant ends, keys are revoked and running jobs are stopped.',
  ].join('\n'),
  'zh-CN': [
    '仅在申请的用途和时段内使用 GPU 资源。',
    '妥善保管本人访问密钥，使用该密钥的操作均视为本人行为。',
    '不得用于加密货币挖矿，不得将算力转让他人。',
    '仅加载有权在此处理的数据，不得留存的数据须在到期前删除。',
    '作业按实计量，超出批准额度的用量将如实记录并与中心结算。',
    '资源到期时，访问密钥将被吊销，运行中的作业将被终止。',
  ].join('\n'),
};

/** Every version, the oldest first. A new text is added as a new version; those before stay, as decisions were taken under them. */
export const TERMS: readonly [Terms, ...Terms[]] = [{ version: '2026-01', since: new Date('2026-01-01T00:00:00+08:00'), text: FIRST }];

/** What was in force at a moment. */
export function termsAt(at: Date, all: readonly [Terms, ...Terms[]] = TERMS): Terms {
  return all.findLast(({ since }) => since <= at) ?? all[0];
}

/** The latest version. */
export const TERMS_VERSION = TERMS.at(-1)!.version;
