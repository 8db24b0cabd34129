import { createServer, type Server, type ServerResponse } from 'node:http';
import type { INestApplicationContext } from '@nestjs/common';
import { collectDefaultMetrics, register } from 'prom-client';
import { Readiness } from './readiness';

/**
 * For those who run the centre, on a port that the public never reaches: /healthz (the process turns), /readyz (it can
 * work; 503 otherwise) and /metrics (Prometheus). API and worker both have it when METRICS_PORT is set.
 */
export async function serveOperations(app: INestApplicationContext, port: number, host = '0.0.0.0'): Promise<Server> {
  collectDefaultMetrics();
  const readiness = app.get(Readiness, { strict: false });
  const answer = async (path: string, response: ServerResponse): Promise<void> => {
    if (path === '/metrics') {
      response.setHeader('content-type', register.contentType).end(await register.metrics());
    } else if (path === '/readyz') {
      const ready = await readiness.ready();
      response.writeHead(ready ? 200 : 503).end(ready ? 'ready\n' : 'not ready\n');
    } else {
      response.writeHead(path === '/healthz' ? 200 : 404).end(path === '/healthz' ? 'ok\n' : 'not found\n');
    }
  };
  const server = createServer((request, response) => {
    answer(request.url ?? '', response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  // Scrapes must not keep a process that has been asked to stop.
  server.unref();
  return server;
}
