// Reads [{ path, text }] from standard input, lints each text as if it stood in that file, and prints the rules
// that each one breaks. A process of its own: ESLint loads its plugins in ways that Jest's module system does not know.
import { ESLint } from 'eslint';
import { text } from 'node:stream/consumers';

const snippets = JSON.parse(await text(process.stdin));
const eslint = new ESLint();
const broken = [];
for (const { path, text: code } of snippets) {
  const [result] = await eslint.lintText(code, { filePath: path });
  broken.push(result.messages.map(({ ruleId, message }) => ruleId ?? message));
}
process.stdout.write(JSON.stringify(broken));
