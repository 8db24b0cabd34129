import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { CommandError, say } from '../terminal';

/** Asks one question on the terminal; a hidden answer is not shown while it is typed. Ctrl-C rejects. */
export function ask(question: string, { hidden = false } = {}): Promise<string> {
  process.stderr.write(question);
  const output = hidden ? new PassThrough().resume() : process.stderr;
  const terminal = createInterface({ input: process.stdin, output, terminal: true });
  return new Promise((resolve, reject) => {
    terminal.once('SIGINT', () => {
      terminal.close();
      process.stderr.write('\n');
      reject(new CommandError(say('Stopped.', '已停止。')));
    });
    // The question stands there already: given to `question`, a hidden one would not be seen.
    terminal.question(hidden ? '' : question, (answer) => {
      terminal.close();
      if (hidden) process.stderr.write('\n');
      resolve(answer.trim());
    });
  });
}
