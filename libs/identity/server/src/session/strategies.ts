import type { FastifyRequest } from 'fastify';
import type { Strategy } from 'passport';
import { Strategy as BearerStrategy } from 'passport-http-bearer';
import { Strategy as LocalStrategy } from 'passport-local';

/** What passport's middleware gives a strategy to report to. */
interface Run {
  success(user: unknown): void;
  fail(): void;
  pass(): void;
  error(error: unknown): void;
  authenticate(request: object): void;
}

/**
 * Runs one passport strategy and gives what it found, or null where it refuses. Passport's own middleware is made for
 * Express; this is the same contract (success, fail, pass, error) as a promise.
 */
export async function runStrategy<T>(strategy: Strategy, request: object): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const run = Object.create(strategy) as Run;
    run.success = (user) => resolve(user as T);
    run.fail = () => resolve(null);
    run.pass = () => resolve(null);
    run.error = (error) => reject(error instanceof Error ? error : new Error(String(error)));
    run.authenticate(request);
  });
}

/** Sign-in with e-mail address and password: `{ body: { email, password } }`. */
export function localStrategy<T>(check: (email: string, password: string) => Promise<T | null>): Strategy {
  return new LocalStrategy({ usernameField: 'email' }, (email, password, done) => {
    check(email, password).then((found) => done(null, found ?? false), done);
  });
}

/** `Authorization: Bearer …`. */
export function bearerStrategy<T>(check: (token: string) => Promise<T | null>): Strategy {
  return new BearerStrategy((token, done) => {
    check(token).then((found) => done(null, found ?? false), done);
  });
}

/** Only the header counts: a token in an address ends up in logs. */
export function bearerRequest(request: FastifyRequest): object {
  return { headers: { authorization: request.headers.authorization } };
}
