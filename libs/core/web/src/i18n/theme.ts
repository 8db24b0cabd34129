import { recall, remember } from './i18n';

export type Theme = 'light' | 'dark' | 'system';

/** The theme chosen on this device. */
export function theme(): Theme {
  const chosen = recall('theme');
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

/** Changes the theme without a render: the tokens follow a class on the root; canvas charts hear `wutong:theme`. */
export function setTheme(next: Theme): void {
  remember('theme', next);
  const dark = next === 'dark' || (next === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', dark);
  document.dispatchEvent(new Event('wutong:theme'));
}

/** Follows the system while nothing was chosen. */
export function followSystemTheme(): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    if (theme() === 'system') setTheme('system');
  });
}
