import type { FastifyInstance } from 'fastify';
import { Histogram } from 'prom-client';

/** Measures every request by method, route pattern and status, for /metrics. */
export function measureRequests(app: FastifyInstance): void {
  const seconds = new Histogram({
    name: 'wutong_http_request_seconds',
    help: 'Time from a request’s first byte to its answer’s last',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    seconds.observe({ method, route: routeOptions.url ?? 'none', status: reply.statusCode }, reply.elapsedTime / 1000);
  });
}
