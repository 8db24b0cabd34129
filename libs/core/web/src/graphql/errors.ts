import { CombinedGraphQLErrors, ServerError, ServerParseError } from '@apollo/client/errors';
import { t } from '@lingui/core/macro';

/** A failure as a page shows it. */
export interface ErrorWords {
  /** One sentence in the viewer's language: what is wrong and what to do next. */
  message: string;
  /** Name of the failure, such as STALE_VERSION; NETWORK when the server was not reached. */
  code: string;
  /** The input field that is wrong, as in the GraphQL input. */
  field?: string;
  details?: Record<string, unknown>;
  /** To quote when asking for help. */
  requestId?: string;
}

/** Turns whatever a query or a mutation threw into words. The server's own sentence is kept. */
export function toWords(error: unknown): ErrorWords {
  if (CombinedGraphQLErrors.is(error)) {
    const [first] = error.errors;
    const extensions = (first?.extensions ?? {}) as Partial<ErrorWords>;
    return { ...extensions, message: first?.message ?? unknown(), code: extensions.code ?? 'INTERNAL' };
  }
  if (ServerError.is(error)) return { ...ofBody(error.bodyText), ...ofStatus(error.statusCode, error.bodyText) };
  if (ServerParseError.is(error)) return ofStatus(error.statusCode, '');
  if (error instanceof TypeError) {
    return { code: 'NETWORK', message: t`The server cannot be reached. Check your connection and try again.` };
  }
  return { code: 'INTERNAL', message: unknown() };
}

function ofStatus(status: number, body: string): ErrorWords {
  const told = ofBody(body);
  if (told?.message) return told;
  if (status === 413) return { code: 'TOO_LARGE', message: t`This is too large. Send less at once.` };
  if (status === 429) return { code: 'TOO_MANY', message: t`Too many requests. Wait a minute, then try again.` };
  return { code: 'NETWORK', message: t`The server does not answer as it should. Try again in a moment.` };
}

/** Reads the answer of a plain HTTP route: `{ error: { code, message, field, requestId } }`. */
export function ofBody(body: string): ErrorWords | undefined {
  try {
    const parsed = JSON.parse(body) as { error?: ErrorWords; errors?: { message: string; extensions?: ErrorWords }[] };
    if (parsed.error?.message) return parsed.error;
    const [first] = parsed.errors ?? [];
    return first ? { ...first.extensions, code: first.extensions?.code ?? 'INTERNAL', message: first.message } : undefined;
  } catch {
    return undefined;
  }
}

function unknown(): string {
  return t`Something went wrong in this page. Reload it and try again.`;
}
