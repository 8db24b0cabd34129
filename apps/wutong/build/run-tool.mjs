import { spawn } from 'node:child_process';

/** Runs a tool of node_modules on this Node and keeps its output to itself unless it fails. */
export function runTool(root, failure, args) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NO_COLOR: '1', CI: '1' };
    const tool = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    tool.stdout.on('data', (text) => (output += text));
    tool.stderr.on('data', (text) => (output += text));
    tool.on('error', reject);
    tool.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${failure}:\n${output.trim()}`));
    });
  });
}
