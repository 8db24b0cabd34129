import { execFile } from 'node:child_process';
import { ClusterError, firstLine } from './cluster-error';

type Program = 'sacct' | 'sacctmgr' | 'scancel' | 'scontrol' | 'squeue';

const TIMEOUT_MS = 120_000;
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Slurm's own programs on this host. Arguments are lists that never pass a shell; values that people gave are checked
 * before they come here. Times are UTC, words English.
 */
export class SlurmCli {
  /** `conf`: the slurm.conf to use; Slurm's own place when null. */
  constructor(private readonly conf: string | null) {}

  /** What the program prints. Throws a ClusterError with what it says on its error output. */
  run(program: Program, args: readonly string[]): Promise<string> {
    const env = { PATH: process.env['PATH'], TZ: 'UTC', LC_ALL: 'C.UTF-8', ...(this.conf ? { SLURM_CONF: this.conf } : {}) };
    return new Promise((resolve, reject) => {
      execFile(program, [...args], { env, timeout: TIMEOUT_MS, maxBuffer: MOST_BYTES }, (error, stdout, stderr) => {
        if (error) reject(failure(program, error, stderr || stdout));
        else resolve(stdout);
      });
    });
  }

  /** Lines of a parsable listing, split at `|`. */
  async rows(program: Program, args: readonly string[]): Promise<string[][]> {
    const text = await this.run(program, args);
    return text.split('\n').filter((line) => line !== '').map((line) => line.split('|'));
  }
}

function failure(program: string, error: Error & { code?: string | number | null; killed?: boolean }, said: string): ClusterError {
  if (error.code === 'ENOENT') {
    return new ClusterError(
      'CLUSTER_UNREACHABLE', `The program ${program} is not on this host. Install Slurm’s client commands here (Debian: slurm-client), or connect by slurmrestd.`,
      `本机没有 ${program} 程序。请安装 Slurm 客户端命令（Debian：slurm-client），或改用 slurmrestd 连接。`,
    );
  }
  if (error.killed) {
    return new ClusterError(
      'CLUSTER_TIMEOUT', `${program} did not end within ${TIMEOUT_MS / 1000} s. It is tried again later.`, `${program} 在 ${TIMEOUT_MS / 1000} 秒内没有结束，稍后重试。`,
    );
  }
  const words = firstLine(said) || error.message;
  if (/Connection refused|Unable to contact|persist|Problem talking to the database/i.test(said)) {
    return new ClusterError(
      'CLUSTER_UNREACHABLE', `${program} does not reach Slurm’s daemons: ${words}. Nothing is lost: it is tried again.`,
      `${program} 无法连接 Slurm 服务：${words}。数据不会丢失，稍后重试。`,
    );
  }
  return new ClusterError('CLUSTER_REFUSED', `${program}: ${words}`, `${program}：${words}`);
}
