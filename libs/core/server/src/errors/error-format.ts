import { GraphQLError } from 'graphql';
import type { Ctx, Locale } from '../context/ctx';
import { AppError, type Say } from './app-error';

export interface ErrorAnswer {
  message: string;
  code: string;
  field?: string;
  details?: Readonly<Record<string, unknown>>;
  requestId?: string;
}

const INTERNAL: Say = {
  en: 'Something went wrong on our side. Try again; if it goes on, tell us the request number below.',
  'zh-CN': '系统出现问题，请重试。若问题持续，请将下方的请求编号告知我们。',
};

/** HTTP status of an error code, for plain HTTP routes; GraphQL answers carry the code itself. */
export function httpStatus(code: string): number {
  switch (code) {
    case 'UNAUTHENTICATED':
      return 401;
    case 'DENIED':
      return 403;
    case 'NOT_FOUND':
      return 404;
    case 'TOO_LARGE':
      return 413;
    case 'TOO_MANY':
      return 429;
    case 'INTERNAL':
      return 500;
    case 'INVALID_INPUT':
      return 400;
    default:
      return 409;
  }
}

/**
 * What a person is told of an error, in their language. Known errors speak for themselves; a mistake in the GraphQL
 * document is explained; anything else is ours: `log` gets it, the person gets the request's number.
 */
export function describeError(error: unknown, ctx: Pick<Ctx, 'locale' | 'requestId'>, log: (error: unknown) => void): ErrorAnswer {
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  if (cause instanceof AppError) {
    return {
      message: cause.say[ctx.locale],
      code: cause.code,
      ...(cause.field ? { field: cause.field } : {}),
      ...(cause.details ? { details: cause.details } : {}),
      requestId: ctx.requestId,
    };
  }
  const known = clientFault(cause, ctx.locale);
  if (known) return { ...known, requestId: ctx.requestId };
  log(withoutValues(cause));
  return { message: INTERNAL[ctx.locale], code: 'INTERNAL', requestId: ctx.requestId };
}

/** PostgreSQL could not read a value as an id, a date or a number, or it is out of range. */
const MALFORMED = new Set(['22P02', '22007', '22008', '22003', '22021', '22P05']);

function sqlStateOf(error: unknown): string {
  const { code, driverError } = error as { code?: string; driverError?: { code?: string } };
  return driverError?.code ?? code ?? '';
}

/** A failed statement without its values, which may be secrets or people's affairs; any other error as it is. */
function withoutValues(error: unknown): unknown {
  if (!(error instanceof Error) || !('driverError' in error || 'severity' in error)) return error;
  const { name, message, stack, query, driverError } = error as Error & { query?: string; driverError?: object };
  const { table, constraint } = { ...error, ...driverError } as { table?: string; constraint?: string };
  return Object.assign(new Error(message), { name, stack, code: sqlStateOf(error), query, table, constraint });
}

/** Faults of the request itself, found by the HTTP server or by GraphQL before any handler of ours ran. */
function clientFault(cause: unknown, locale: Locale): ErrorAnswer | undefined {
  const { code, statusCode, message, name } = cause as { code?: string; statusCode?: number; message?: string; name?: string };
  const zh = locale === 'zh-CN';
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || statusCode === 413) {
    return { code: 'TOO_LARGE', message: zh ? '请求内容过大，请缩小后重试。' : 'The request is too large. Send less at once.' };
  }
  if (MALFORMED.has(sqlStateOf(cause))) {
    return { code: 'INVALID_INPUT', message: zh ? '请求中有无法识别的编号、日期或数值。' : 'The request has an id, date or number that cannot be read.' };
  }
  // Mercurius gathers what is wrong with a document or its variables under one error that says nothing itself.
  const [detail] = (cause as { errors?: readonly { message?: string }[] }).errors ?? [];
  if (name === 'GraphQLError' || detail?.message !== undefined) {
    const words = detail?.message ?? message ?? '';
    const field = fieldIn(words);
    const intro = zh ? 'GraphQL 请求有误：' : 'The GraphQL request is not valid: ';
    return { code: 'INVALID_INPUT', message: intro + shortened(words), ...(field ? { field } : {}) };
  }
  if (statusCode && statusCode >= 400 && statusCode < 500) {
    return { code: 'INVALID_INPUT', message: `${zh ? '请求有误：' : 'The request is not valid: '}${message ?? ''}` };
  }
  return undefined;
}

/**
 * The input field of which GraphQL complains, named as services do: without the argument that all inputs are called by.
 * A document that was compiled complains in other words than one that is new.
 */
function fieldIn(words: string): string | undefined {
  const variable = /^Variable "\$(\w+)" (?:got invalid value|of required type|of non-null type)/.exec(words)?.[1];
  if (!variable) return undefined;
  const compiled = /(?: at|Field) value\.([\w.]+?)(?: of required type|\.$)/.exec(words)?.[1];
  const place = / at "([\w.[\]]+)";/.exec(words)?.[1]?.replaceAll(/\[(\d+)\]/g, '.$1') ?? variable;
  const part = compiled ?? /; Field "(\w+)" (?:of required type|is not defined)/.exec(words)?.[1];
  const path = [...place.split('.'), ...(part ? [part] : [])];
  return (path[0] === 'input' && path.length > 1 ? path.slice(1) : path).join('.');
}

/** GraphQL repeats the whole value that it cannot take. */
function shortened(words: string): string {
  return words.length > 400 ? `${words.slice(0, 200)} … ${words.slice(-200)}` : words;
}
