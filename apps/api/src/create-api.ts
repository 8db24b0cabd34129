import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fastifyCookie from '@fastify/cookie';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  Authenticator, Clock, HttpAdapter, measureRequests, notFound, Readiness, registerRequestContext,
} from '@wutong/core-server';
import { ApiModule, type AppOptions } from './app.module';

export interface ApiOptions extends AppOptions {
  /** Folder of the built pages; without it only the API answers. */
  portalDir?: string;
  /** Whether requests are timed for /metrics. */
  measured?: boolean;
}

/** Requests that carry a context: who asks is looked up for these alone. */
const API_PREFIXES = ['/graphql', '/v1/', '/files/', '/auth/'];

/** The API process, ready to listen. */
export async function createApi(options: ApiOptions): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.forRoot(options), new HttpAdapter(), {
    logger: ['error', 'warn'],
    bodyParser: true,
  });
  app.enableShutdownHooks([], { useProcessExit: true });
  const fastify = app.getHttpAdapter().getInstance();
  await app.register(fastifyCookie);
  const parts = { authenticator: app.get(Authenticator), clock: app.get(Clock), prefixes: API_PREFIXES };
  registerRequestContext(fastify, parts);
  if (options.measured) measureRequests(fastify);
  fastify.get('/healthz', () => 'ok\n');
  fastify.get('/readyz', async (_, reply) => {
    const ready = await app.get(Readiness).ready();
    return reply.status(ready ? 200 : 503).send(ready ? 'ready\n' : 'not ready\n');
  });
  if (options.portalDir) await servePortal(app, options.portalDir);
  await app.init();
  return app;
}

/** Built pages: hashed files for ever, the entry page always fresh and for every path of the portal's own router. */
async function servePortal(app: NestFastifyApplication, portalDir: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: portalDir,
    wildcard: false,
    preCompressed: true,
    setHeaders: (response, path) => {
      const hashed = path.includes('/assets/');
      void response.header('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.getHttpAdapter().getInstance().get('/*', (request: FastifyRequest, reply: FastifyReply) => {
    if (API_PREFIXES.some((prefix) => request.url.startsWith(prefix))) {
      throw notFound();
    }
    return reply.header('Cache-Control', 'no-cache').sendFile('index.html');
  });
}
