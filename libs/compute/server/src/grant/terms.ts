import type { Say } from '@wutong/core-server';

/** The terms of use that each user accepts before a grant starts. A new text is a new version. */
export const TERMS_VERSION = '2026-01';

export const TERMS: Say = {
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
