import type { FastifyRequest } from 'fastify';
import type { Actor, Locale } from '../context/ctx';

export interface Authenticated {
  readonly actor: Actor;
  /** The person's own settings; null where nobody is signed in or nothing is chosen. */
  readonly locale: Locale | null;
  readonly timeZone: string | null;
}

/** Says who sends a request, by cookie or bearer token. Identity provides it. */
export abstract class Authenticator {
  abstract authenticate(request: FastifyRequest): Promise<Authenticated>;
}
