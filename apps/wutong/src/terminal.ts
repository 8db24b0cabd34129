const { WUTONG_LANG, LC_ALL, LC_MESSAGES, LANG } = process.env;

/** The terminal's language. */
export const language: 'zh-CN' | 'en' = /^zh/i.test(WUTONG_LANG || LC_ALL || LC_MESSAGES || LANG || '') ? 'zh-CN' : 'en';

/** A sentence in the language of the terminal. */
export function say(en: string, zh: string): string {
  return language === 'zh-CN' ? zh : en;
}

/** What a command gives goes to standard output, everything about its work to standard error. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A wrong use of the command, or a state of the machine the person must mend: shown without a stack. */
export class CommandError extends Error {}

/** Runs a step; whatever takes over a second is announced while it runs, with its time at the end. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = Date.now();
  let announced = false;
  const announce = setTimeout(() => {
    announced = true;
    tell(`  ${what} …`);
  }, 400);
  try {
    const result = await work();
    if (announced) tell(`  ${what} ✓ ${((Date.now() - began) / 1000).toFixed(1)} s`);
    return result;
  } finally {
    clearTimeout(announce);
  }
}
