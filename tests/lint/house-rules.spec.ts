import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const core = 'libs/core/server/src/core.module.ts';
const identity = 'libs/identity/server/src/identity.entities.ts';
const compute = 'libs/compute/server/src/index.ts';
const error = 'libs/core/server/src/errors/app-error.ts';
const page = 'libs/core/web/src/index.ts';
const resolver = 'libs/identity/server/src/session/session.resolver.ts';

const boundaries = '@nx/enforce-module-boundaries';
const imports = 'no-restricted-imports';
const syntax = 'no-restricted-syntax';

/** What is forbidden: rule, file, title, text. */
const forbidden: [rule: string, path: string, title: string, text: string][] = [
  [boundaries, core, 'core that knows a platform', `import '@wutong/identity-server';`],
  [boundaries, identity, 'identity that knows tenancy', `import '@wutong/tenancy-server';`],
  [boundaries, compute, 'a platform that knows the investors', `import '@wutong/investors-server';`],
  [boundaries, page, 'a page that imports the server', `import '@wutong/core-server';`],
  [boundaries, identity, 'a way into a library past its index', `import '../../../core/server/src/context/ctx';`],
  ['@typescript-eslint/no-explicit-any', core, 'any', 'export const x: any = 1;'],
  [
    '@typescript-eslint/no-floating-promises',
    core,
    'a promise nobody waits for',
    'export function f(): void { Promise.resolve(1); }',
  ],
  [
    '@typescript-eslint/no-misused-promises',
    core,
    'a promise as a condition',
    'export const x = Promise.resolve(1) ? 1 : 2;',
  ],
  [
    '@typescript-eslint/switch-exhaustiveness-check',
    core,
    'a switch that forgets a case',
    `export function f(x: 'a' | 'b'): void { switch (x) { case 'a': break; } }`,
  ],
  ['import-x/no-cycle', error, 'an import cycle', `export * from '../database/database';`],
  ['wutong/kebab-case-file-name', 'apps/wutong/build/notKebab.mjs', 'a file name that is not kebab-case', ''],
  ['max-lines', core, 'a file of more than 400 lines', 'export {};\n'.repeat(401)],
  [imports, identity, 'a repository from Nest', `import { InjectRepository } from '@nestjs/typeorm';`],
  [imports, identity, 'the data source outside its room', `import { DataSource } from 'typeorm';`],
  [imports, identity, 'a relation back to the children', `import { OneToMany } from 'typeorm';`],
  [imports, identity, 'test helpers in the product', `import '@wutong/core-testing';`],
  [imports, page, 'a global store', `import { create } from 'zustand';`],
  [syntax, identity, 'an eager relation', `export class A { @ManyToOne(() => A, { eager: true }) a: A; }`],
  [syntax, resolver, 'try in a resolver', 'export function f(): void { try { f(); } finally { f(); } }'],
  [syntax, page, 'callbacks on a query', 'useQuery({ onCompleted: 1 });'],
];

let broken: string[][];

beforeAll(() => {
  const snippets = forbidden.map(([, path, , text]) => ({ path: join(root, path), text }));
  const output = execFileSync(process.execPath, [join(root, 'tests/lint/lint-snippets.mjs')], {
    cwd: root,
    input: JSON.stringify(snippets),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  broken = JSON.parse(output) as string[][];
}, 240_000);

test.each(forbidden.map(([rule, , title], i) => ({ title, rule, i })))('lint forbids $title', ({ rule, i }) => {
  expect(broken[i]).toContain(rule);
});
