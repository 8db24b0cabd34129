// npm test: every check there is, in a clean clone. Goes on after a check that fails, and ends with one line that
// counts the checks together with the tests: `N passed, N failed[, N skipped]`.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const report = join(root, 'tests/output/jest.json');
const bin = (path) => join(root, 'node_modules', path);
const wutong = join(root, 'apps/wutong/bin/wutong.mjs');

/** [what is checked, arguments to node]: first what makes files that the others read, then two at a time. */
const makers = [
  ['The committed GraphQL schema is the code’s', wutong, 'schema', '--check'],
  ['Page types', bin('@graphql-codegen/cli/cjs/bin.js'), '--config', 'apps/portal/codegen.ts'],
];
const lanes = [
  [['Types', bin('nx/dist/bin/nx.js'), 'run-many', '-t', 'typecheck', '--outputStyle', 'static', '--parallel', '1']],
  [
    ['Lint', bin('eslint/bin/eslint.js'), '--max-warnings', '0', 'apps', 'libs', 'tests'],
    ['The state diagrams in docs are the code’s', wutong, 'docs', 'diagrams', '--check'],
    ['Every text in both languages', join(root, 'apps/portal/scripts/i18n.mjs'), 'check'],
  ],
];

let passed = 0;
let failed = 0;
await inOrder(makers);
await Promise.all(lanes.map(inOrder));

mkdirSync(join(root, 'tests/output'), { recursive: true });
rmSync(report, { force: true });
const jest = [bin('jest/bin/jest.js'), '--json', `--outputFile=${report}`];
const { code } = await run(['--experimental-vm-modules', '--no-warnings', ...jest], true);
if (existsSync(report)) {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  passed += result.numPassedTests;
  // A file that could not be loaded has no tests to count, and is a failure all the same.
  failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  if (code !== 0 && failed === 0) failed = 1;
  finish(result.numPendingTests + result.numTodoTests);
} else {
  failed += 1;
  process.stdout.write('Jest ended without a report.\n');
  finish(0);
}

async function inOrder(checks) {
  for (const [title, ...args] of checks) {
    const began = Date.now();
    const { code: exitCode, output } = await run(args, false);
    const seconds = `${((Date.now() - began) / 1000).toFixed(1)} s`;
    if (exitCode === 0) passed += 1;
    else failed += 1;
    process.stdout.write(exitCode === 0 ? `✓ ${title} (${seconds})\n` : `✗ ${title} (${seconds})\n${output}\n`);
  }
}

function finish(skipped) {
  process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  process.exitCode = failed > 0 ? 1 : 0;
}

/** Runs a tool on this Node; with `shown` its progress goes to the terminal. */
function run(args, shown) {
  return new Promise((resolve, reject) => {
    const tool = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
      stdio: shown ? ['ignore', 'ignore', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    tool.stdout?.on('data', (text) => (output += text));
    tool.stderr?.on('data', (text) => (output += text));
    tool.on('error', reject);
    tool.on('exit', (exitCode) => resolve({ code: exitCode, output: output.trim() }));
  });
}
