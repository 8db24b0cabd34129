import type { Locale } from '../context/ctx';

/** One sentence in both languages; it says what is wrong and what to do next. */
export type Say = Readonly<Record<Locale, string>>;

/**
 * What a user did or met that has a name. Every other error is a fault of ours: it is logged with the request's id
 * and shown as INTERNAL without its text.
 */
export class AppError extends Error {
  /** The input field that is wrong, as in the GraphQL input: `answers.team.size`. */
  readonly field: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(
    readonly code: string,
    readonly say: Say,
    about: { field?: string; details?: Record<string, unknown> } = {},
  ) {
    super(say.en);
    this.name = 'AppError';
    this.field = about.field;
    this.details = about.details;
  }
}

/**
 * The one answer for what is not there and for what this person may not know of: same words, same bytes.
 */
export function notFound(): AppError {
  return new AppError('NOT_FOUND', {
    en: 'There is nothing here, or it is not open to you. Check the link, or go back to the list.',
    'zh-CN': '内容不存在，或未对您开放。请检查链接，或返回列表。',
  });
}

/** The person is known and the thing is theirs to see, but not theirs to do. */
export function denied(): AppError {
  return new AppError('DENIED', {
    en: 'Your role does not allow this. Ask an administrator of your organisation.',
    'zh-CN': '您的角色无权执行此操作，请联系本机构管理员。',
  });
}

export function unauthenticated(): AppError {
  return new AppError('UNAUTHENTICATED', {
    en: 'Please sign in to continue.',
    'zh-CN': '请先登录再继续。',
  });
}

/** A wrong input; `field` is its path in the input. */
export function invalid(field: string, en: string, zh: string): AppError {
  return new AppError('INVALID_INPUT', { en, 'zh-CN': zh }, { field });
}

/** The request was right once, but the world has moved or a rule stands against it. */
export function conflict(code: string, en: string, zh: string, details?: Record<string, unknown>): AppError {
  return new AppError(code, { en, 'zh-CN': zh }, details ? { details } : {});
}
