import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * The path of a Chromium: CHROME_BIN, or one on the PATH. Where there is none and we are root on a Debian, it is
 * installed with a Chinese font. Throws saying in one line what to install.
 */
export function chromium(): string {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...args: string[]): unknown => execFileSync('apt-get', ['-qq', ...args], { env, stdio: 'ignore' });
    apt('update');
    apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk');
  }
  const installed = findChromium();
  if (installed) return installed;
  const how = 'install it (Debian: apt-get install chromium fonts-noto-cjk) or set CHROME_BIN';
  throw new Error(`The browser journeys need Chromium: ${how}.`);
}

function findChromium(): string | null {
  const named = process.env['CHROME_BIN'];
  if (named) return named;
  const paths = NAMES.map((name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim());
  return paths.find((path) => path !== '') ?? null;
}
