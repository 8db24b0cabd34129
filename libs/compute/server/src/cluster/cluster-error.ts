import { AppError } from '@wutong/core-server';

/** What a cluster did not do, in words that say what to do about it. Never carries a secret. */
export class ClusterError extends AppError {
  constructor(code: ClusterErrorCode, en: string, zh: string) {
    super(code, { en, 'zh-CN': zh });
  }
}

export type ClusterErrorCode =
  | 'CLUSTER_BUSY'
  | 'CLUSTER_BAD_ANSWER'
  | 'CLUSTER_CANNOT'
  | 'CLUSTER_NOT_TAKEN'
  | 'CLUSTER_REFUSED'
  | 'CLUSTER_SECRET_MISSING'
  | 'CLUSTER_TIMEOUT'
  | 'CLUSTER_UNAUTHORISED'
  | 'CLUSTER_UNKNOWN_VERSION'
  | 'CLUSTER_UNREACHABLE';

/** The first line of what a program or server said, short enough to show. */
export function firstLine(text: string): string {
  const line = text.split('\n').find((one) => one.trim() !== '')?.trim() ?? '';
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

/** As it is kept with a connection or an operation. */
export function toldOf(error: unknown): { code: string; en: string; 'zh-CN': string } {
  if (error instanceof AppError) return { code: error.code, en: error.say.en, 'zh-CN': error.say['zh-CN'] };
  const words = firstLine((error as Error).message);
  return { code: 'INTERNAL', en: `This went wrong in the portal: ${words}`, 'zh-CN': `门户内部出错：${words}` };
}
