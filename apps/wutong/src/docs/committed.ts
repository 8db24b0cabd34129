import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CommandError, print, say } from '../terminal';

/**
 * Files that are made from the code and committed all the same, for people to read and to see change in review.
 * Writes them, or with `check` throws when what lies there is something else. `owned` is a folder in which nothing
 * else may lie.
 */
export function settle(root: string, files: ReadonlyMap<string, string>, check: boolean, owned?: string): void {
  const present = owned && existsSync(join(root, owned)) ? readdirSync(join(root, owned)) : [];
  const surplus = present.map((name) => join(owned ?? '', name)).filter((path) => !files.has(path));
  const stale = [...files].filter(([path, text]) => read(join(root, path)) !== text).map(([path]) => path);
  if (check) {
    if (stale.length + surplus.length === 0) return;
    const list = [...stale, ...surplus].join(', ');
    throw new CommandError(
      say(
        `Not what the code makes: ${list}. Run the command without --check.`,
        `与代码不一致：${list}。请去掉 --check 重新执行。`,
      ),
    );
  }
  for (const path of surplus) rmSync(join(root, path));
  for (const path of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files.get(path) ?? '');
  }
  const changed = stale.length + surplus.length;
  print(say(`${files.size} files, ${changed} changed.`, `共 ${files.size} 个文件，更新 ${changed} 个。`));
}

function read(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
