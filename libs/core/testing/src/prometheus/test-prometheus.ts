import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../app/free-port';

/** A real Prometheus of Debian's with a history that it did not have to wait for. */
export interface TestPrometheus {
  readonly url: string;
  stop(): Promise<void>;
}

/** One series: samples by their moment in seconds. */
export interface History {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly [number, number | string])[];
}

/**
 * Whether Prometheus is there; as root on a Debian it is installed when it is not. Otherwise the reason, in one line.
 */
export function prometheusMissing(): string | null {
  const found = (): boolean => ['prometheus', 'promtool'].every((name) => spawnSync('which', [name]).status === 0);
  if (!found() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['-qq', 'update'], { env });
    spawnSync('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', 'prometheus'], { env });
  }
  return found() ? null : 'needs prometheus and promtool (Debian: apt-get install prometheus)';
}

/** Writes the history as blocks of Prometheus's own format, and serves them. */
export async function startPrometheus(history: readonly History[]): Promise<TestPrometheus> {
  const home = mkdtempSync(join(tmpdir(), 'wutong-prometheus-'));
  const data = join(home, 'data');
  mkdirSync(data);
  writeFileSync(join(home, 'history.om'), openMetrics(history));
  writeFileSync(join(home, 'prometheus.yml'), 'global: {}\n');
  execFileSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', join(home, 'history.om'), data], { stdio: 'ignore' });
  const port = await freePort();
  const child = spawn('prometheus', [
    `--config.file=${join(home, 'prometheus.yml')}`, `--storage.tsdb.path=${data}`, '--storage.tsdb.retention.time=100y',
    `--web.listen-address=127.0.0.1:${port}`,
  ], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let log = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (part: Buffer) => {
      log += part.toString();
      if (log.includes('Server is ready to receive web requests')) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`Prometheus ended:\n${log}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A server that answers every request the same way: for what a Prometheus in trouble says. */
export async function answering(status: number, body: string, seen: (authorization: string | undefined) => void = () => {}): Promise<TestPrometheus> {
  const server = createServer((request, response) => {
    seen(request.headers.authorization);
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}

function openMetrics(history: readonly History[]): string {
  const lines: string[] = [];
  for (const metric of [...new Set(history.map((one) => one.metric))]) {
    lines.push(`# TYPE ${metric} gauge`);
    for (const { labels, samples } of history.filter((one) => one.metric === metric)) {
      const told = Object.entries(labels).map(([name, value]) => `${name}="${value}"`).join(',');
      for (const [at, value] of samples) lines.push(`${metric}{${told}} ${value} ${at}`);
    }
  }
  return [...lines, '# EOF', ''].join('\n');
}
