import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { ClusterError } from './cluster-error';

export const SECRET_NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/**
 * What only whoever runs the host may know or choose: tokens, keys, certificates, the place of a slurm.conf. The portal
 * keeps the name and reads the value anew for each use, so that a renewed token counts at once
 * (docs/decisions/cluster-secrets-are-named.md). A value is never logged, stored or answered.
 */
@Injectable()
export class ClusterSecrets {
  /** A value as text, without white space around it. Throws CLUSTER_SECRET_MISSING. */
  async text(name: string): Promise<string> {
    const value = (await this.bytes(name)).toString('utf8').trim();
    if (value === '') throw missing(name);
    return value;
  }

  /** The environment variable WUTONG_SECRET_<NAME>, else the file <name> in WUTONG_SECRETS_DIR (or /run/secrets). */
  async bytes(name: string, env: NodeJS.ProcessEnv = process.env): Promise<Buffer> {
    if (!SECRET_NAME.test(name)) throw missing(name);
    const value = env[variableOf(name)];
    if (value) return Buffer.from(value);
    const file = await readFile(join(env['WUTONG_SECRETS_DIR'] || '/run/secrets', name)).catch(() => null);
    if (file === null || file.length === 0) throw missing(name);
    return file;
  }
}

function variableOf(name: string): string {
  return `WUTONG_SECRET_${name.toUpperCase().replaceAll('-', '_')}`;
}

function missing(name: string): ClusterError {
  const variable = variableOf(name);
  return new ClusterError(
    'CLUSTER_SECRET_MISSING',
    `The host has no value named “${name}”. Set the variable ${variable}, or put the file ${name} into WUTONG_SECRETS_DIR (else /run/secrets).`,
    `主机上没有名为“${name}”的配置值。请设置环境变量 ${variable}，或在 WUTONG_SECRETS_DIR（默认 /run/secrets）目录放置文件 ${name}。`,
  );
}
