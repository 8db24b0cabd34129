import { Injectable } from '@nestjs/common';
import {
  ANONYMOUS, Authenticator, Clock, Database, unauthenticated, type Actor, type Authenticated,
} from '@wutong/core-server';
import type { FastifyRequest } from 'fastify';
import { permissionsOf } from '../access/roles';
import { sessionTokenOf } from '../visit/visit';
import { hashOf } from './secret';
import { signedInBySession, signedInByToken, type SignedInRow } from './session.queries';
import { bearerRequest, bearerStrategy, runStrategy } from './strategies';

const NOBODY: Authenticated = { actor: ANONYMOUS, locale: null, timeZone: null };

/**
 * Says who sends a request: by the session cookie, or by an API token as bearer. Read afresh every time, so that
 * signing out, an ended membership or a new conflict of interest count from the next request on. A bearer token that
 * is wrong is an error, as a program must learn of it; a cookie that is worn out is nobody.
 */
@Injectable()
export class IdentityAuthenticator extends Authenticator {
  private readonly bearer = bearerStrategy((token) => this.lookUp(signedInByToken, token));

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async authenticate(request: FastifyRequest): Promise<Authenticated> {
    if (request.headers.authorization !== undefined) {
      const found = await runStrategy<SignedInRow>(this.bearer, bearerRequest(request));
      if (!found) throw unauthenticated();
      return authenticatedOf(found);
    }
    const token = sessionTokenOf(request);
    if (!token || isForged(request)) return NOBODY;
    const found = await this.lookUp(signedInBySession, token);
    return found ? authenticatedOf(found) : NOBODY;
  }

  private async lookUp(query: typeof signedInBySession, token: string): Promise<SignedInRow | null> {
    const now = this.clock.now();
    return this.db.lookUp((tx) => query(tx, hashOf(token), now));
  }
}

/** A browser says when another site's page sends a request; those never act with the cookie of ours. */
function isForged(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  return request.method !== 'GET' && (site === 'cross-site' || site === 'same-site');
}

function authenticatedOf(row: SignedInRow): Authenticated {
  return { actor: actorOf(row), locale: row.locale, timeZone: row.time_zone };
}

/** What a person may do follows from their roles; a token's scope takes away from that, it never adds. */
function actorOf(row: SignedInRow): Actor {
  const roles = row.roles ?? [];
  const permissions = permissionsOf(roles);
  return {
    kind: 'user',
    userId: row.user_id,
    name: row.name,
    organisationId: row.organisation_id,
    organisationKind: row.organisation_kind,
    roles,
    permissions: row.scope ? new Set(row.scope.filter((name) => permissions.has(name))) : permissions,
    conflicts: row.conflicts,
  };
}
