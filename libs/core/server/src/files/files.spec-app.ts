import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Clock } from '../context/clock';
import { type Actor, ANONYMOUS, type Ctx, type OrganisationKind, systemCtx } from '../context/ctx';
import { AuditModule } from '../audit/audit.module';
import { CoreModule } from '../core.module';
import { DatabaseModule } from '../database/database.module';
import { graphqlModule } from '../graphql/graphql.module';
import { Authenticator } from '../http/authenticator';
import { registerRequestContext } from '../http/request-context';
import { JobsModule } from '../jobs/jobs.module';
import { defineFilePurpose, defineFileSubject } from './file-rules';
import { StoredFile } from './file.entity';
import { FilesConfig } from './files-config';
import { FilesModule } from './files.module';

export const MB = 1024 * 1024;

defineFilePurpose({
  purpose: 'plan',
  accept: ['application/pdf', 'text/csv', 'text/html', 'image/svg+xml', 'application/x-ndjson'],
  maxSize: 8 * MB,
});
defineFilePurpose({ purpose: 'logo', accept: ['image/png'], maxSize: MB });
defineFileSubject({ type: 'Plan', purposes: ['plan'], permission: 'plan.read' });
defineFileSubject({
  type: 'DataRoom',
  purposes: ['plan'],
  permission: 'plan.read',
  canOpen: async (ctx, _tx, files) =>
    new Set(files.filter(() => ctx.actor.organisationKind === 'investor').map(({ id }) => id)),
});

export function person(
  kind: OrganisationKind, organisationId: string = randomUUID(), more: Partial<Actor> = {},
): Actor {
  const permissions = new Set(['file.send', 'file.read', ...(kind === 'centre' ? ['plan.read'] : [])]);
  const user = { kind: 'user', userId: randomUUID(), organisationId, organisationKind: kind } as const;
  return { ...ANONYMOUS, ...user, permissions, ...more };
}

export const ctxOf = (actor: Actor, now = new Date('2026-11-23T08:00:00Z')): Ctx => ({ ...systemCtx(now), actor });

interface About {
  filename?: string;
  filetype?: string;
  purpose?: string;
}

/** The files room alone, over HTTP, on a database and a folder of its own. A bearer token is a person's id. */
export class FilesApp {
  app: NestFastifyApplication;
  url: string;
  private readonly people = new Map<string, Actor>();

  private constructor(
    readonly database: { url: string; drop(): Promise<void> },
    readonly directory: string,
    private readonly organisationBytes: number,
  ) {}

  static async start(database: FilesApp['database'], organisationBytes = 64 * MB): Promise<FilesApp> {
    const directory = await mkdtemp(join(tmpdir(), 'wutong-files-'));
    const files = new FilesApp(database, directory, organisationBytes);
    await files.listen();
    return files;
  }

  /** A process that starts: nothing in memory, everything on disk and in the database. */
  async listen(): Promise<void> {
    const { people } = this;
    class ByToken extends Authenticator {
      async authenticate(request: { headers: { authorization?: string } }) {
        const actor = people.get(request.headers.authorization?.slice('Bearer '.length) ?? '') ?? ANONYMOUS;
        return { actor, locale: 'en' as const, timeZone: null };
      }
    }
    @Module({
      imports: [
        DatabaseModule.forRoot({ url: this.database.url, entities: [StoredFile], poolSize: 4 }),
        CoreModule,
        JobsModule,
        AuditModule,
        FilesModule.forRoot(new FilesConfig(this.directory, this.organisationBytes)),
        graphqlModule({ introspection: true }),
      ],
    })
    class TestModule {}
    this.app = await NestFactory.create<NestFastifyApplication>(
      TestModule,
      new FastifyAdapter({ bodyLimit: MB, forceCloseConnections: true }),
      { logger: ['error'] },
    );
    registerRequestContext(this.app.getHttpAdapter().getInstance(), {
      authenticator: new ByToken(),
      clock: this.app.get(Clock),
      prefixes: ['/files/', '/graphql'],
    });
    await this.app.listen(0, '127.0.0.1');
    this.url = `http://127.0.0.1:${(this.app.getHttpServer().address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.database.drop();
    await rm(this.directory, { recursive: true, force: true });
  }

  fetch(actor: Actor | null, path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (actor) {
      this.people.set(actor.userId ?? '', actor);
      headers.set('Authorization', `Bearer ${actor.userId}`);
    }
    return fetch(new URL(path, this.url), { ...init, headers });
  }

  /** tus's creation request. */
  create(actor: Actor | null, size: number | string, about: About = {}): Promise<Response> {
    const metadata = { filename: '计划.pdf', filetype: 'application/pdf', purpose: 'plan', ...about };
    return this.tus(actor, 'POST', '/files/upload', {
      'Upload-Length': String(size),
      'Upload-Metadata': Object.entries(metadata)
        .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
        .join(','),
    });
  }

  append(actor: Actor, location: string, offset: number | string, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
    const headers = { 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' };
    return this.tus(actor, 'PATCH', location, headers, bytes);
  }

  tus(
    actor: Actor | null,
    method: string,
    path: string,
    more: Record<string, string> = {},
    body?: Uint8Array<ArrayBuffer>,
  ): Promise<Response> {
    const headers = { 'Tus-Resumable': '1.0.0', ...more };
    return this.fetch(actor, path, { method, headers, ...(body ? { body } : {}) });
  }

  /** Sends a whole file; gives its id. */
  async send(actor: Actor, bytes: Uint8Array<ArrayBuffer>, about: About = {}): Promise<string> {
    const created = await this.create(actor, bytes.length, about);
    const location = created.headers.get('Location') ?? '';
    const ended = await this.append(actor, location, 0, bytes);
    if (ended.status !== 204) throw new Error(await ended.text());
    return location.split('/').at(-1) ?? '';
  }
}

/** A PDF, as far as its first bytes go, of this many bytes. */
export function pdf(size: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let state = seed;
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  bytes.set(Buffer.from('%PDF-1.7\n'));
  return bytes;
}
