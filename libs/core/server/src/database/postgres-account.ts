import { spawnSync } from 'node:child_process';
import { chownSync, readFileSync, statSync } from 'node:fs';

/** How to start a program so that it runs under an account PostgreSQL accepts. */
export interface PostgresAccount {
  readonly uid?: number;
  readonly gid?: number;
  /** Put before the program and its arguments. */
  readonly prefix: readonly string[];
}

const THIS_USER: PostgresAccount = { prefix: [] };

/**
 * PostgreSQL refuses to run as root. As anybody else this is the present user. As root it is the owner of the data
 * directory, and one of root's is first given to an account that the host already has (`postgres`, `nobody`).
 * That account may not be able to walk to a checkout below /root: then the server is given the one capability that lets
 * it, instead of loosening the permissions of somebody's home directory.
 * Throws when root has no way to run it, saying what to do.
 */
export function postgresAccount(program: string, directory: string): PostgresAccount {
  if (process.getuid?.() !== 0) return THIS_USER;
  const ids = ownerOf(directory) ?? passwdEntry('postgres') ?? passwdEntry('nobody');
  if (!ids) throw new Error(`No unprivileged account to run PostgreSQL under. ${WAY_OUT}`);
  chownSync(directory, ids.uid, ids.gid);
  const direct = { ...ids, prefix: [] };
  if (reaches(direct, program, directory)) return direct;
  const capable = {
    prefix: [
      'setpriv',
      `--reuid=${ids.uid}`,
      `--regid=${ids.gid}`,
      '--clear-groups',
      '--inh-caps=-all,+dac_override',
      '--ambient-caps=-all,+dac_override',
      // Else the kernel leaves capabilities out of access(2), with which PostgreSQL looks for its own programs.
      '--securebits=+no_setuid_fixup',
    ],
  };
  if (reaches(capable, program, directory)) return capable;
  throw new Error(`PostgreSQL may not run as root, and no other account can read ${directory}. ${WAY_OUT}`);
}

const WAY_OUT =
  'Run as a user that is not root, or set DATABASE_URL and MIGRATION_DATABASE_URL to a PostgreSQL of yours.';

function reaches(account: PostgresAccount, program: string, directory: string): boolean {
  const succeeds = (command: string, ...args: string[]): boolean => {
    const [file = command, ...rest] = [...account.prefix, command, ...args];
    return spawnSync(file, rest, { uid: account.uid, gid: account.gid, cwd: '/', stdio: 'ignore' }).status === 0;
  };
  return succeeds('test', '-x', program) && succeeds('ls', directory);
}

function ownerOf(directory: string): { uid: number; gid: number } | null {
  const { uid, gid } = statSync(directory);
  return uid === 0 ? null : { uid, gid };
}

function passwdEntry(name: string): { uid: number; gid: number } | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}
