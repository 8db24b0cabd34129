import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { kebabCaseFileName } from './apps/wutong/lint/kebab-case-file-name.mjs';

// The rule on boundaries reads the cached project graph and keeps silent without one.
process.env.NX_DAEMON ??= 'false';
await createProjectGraphAsync({ exitOnError: false });

const PLATFORMS = ['compute', 'open-data', 'evaluation', 'finance', 'comprehensive-services'];
const STORES = ['redux', '@reduxjs/toolkit', 'react-redux', 'zustand', 'mobx', 'jotai', 'recoil', 'valtio'];

const upTo = (...scopes) => scopes.map((scope) => `scope:${scope}`);
const below = ['core', 'identity', 'tenancy'];
/** Who may import whom; the web never imports the server. */
const boundaries = [
  { sourceTag: 'scope:core', onlyDependOnLibsWithTags: upTo('core') },
  { sourceTag: 'scope:identity', onlyDependOnLibsWithTags: upTo('core', 'identity') },
  { sourceTag: 'scope:tenancy', onlyDependOnLibsWithTags: upTo(...below) },
  ...PLATFORMS.map((platform) => ({
    sourceTag: `scope:${platform}`,
    // Evaluation measures on granted hours and published data; no other platform knows another.
    onlyDependOnLibsWithTags: upTo(...below, platform, ...(platform === 'evaluation' ? ['compute', 'open-data'] : [])),
  })),
  { sourceTag: 'scope:investors', onlyDependOnLibsWithTags: upTo(...below, ...PLATFORMS, 'investors') },
  { sourceTag: 'scope:app', onlyDependOnLibsWithTags: ['*'] },
  { sourceTag: 'side:server', onlyDependOnLibsWithTags: ['side:server', 'side:shared'] },
  { sourceTag: 'side:web', onlyDependOnLibsWithTags: ['side:web', 'side:shared'] },
  { sourceTag: 'side:shared', onlyDependOnLibsWithTags: ['side:shared'] },
];

const noStores = STORES.map((name) => ({ name, message: 'State is in the Apollo cache, the URL or a component.' }));
const noTesting = { name: '@wutong/core-testing', message: 'For specs only.' };
const noDataSource = {
  name: 'typeorm',
  importNames: ['DataSource', 'EntityManager'],
  message: 'Rows come from `tx.of(Entity)` or `tx.query`, under row-level security.',
};
const noRelationBack = {
  name: 'typeorm',
  importNames: ['OneToMany'],
  message: 'Relations go from child to parent; a parent’s children are a query.',
};
const noInjection = { name: '@nestjs/typeorm', message: 'Repositories come from `tx.of(Entity)`.' };
const always = [...noStores, noInjection, noRelationBack];

const noEager = {
  selector: "Decorator Property[key.name='eager']",
  message: 'An eager relation is read by everybody who asks for its child. Load it where it is shown.',
};
const noQueryCallbacks = {
  selector: "CallExpression[callee.name=/^use(Lazy|Suspense)?Query$/] Property[key.name=/^on(Completed|Error)$/]",
  message: 'Render from `data` and `error`; callbacks on queries run at surprising times.',
};
const noTry = {
  selector: 'TryStatement',
  message: 'A resolver calls its service; errors are told by the one filter.',
};

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '**/*.gen.ts', '**/*.graphql.ts', '**/locales/*.mjs', '.wutong/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx,mts,mjs}'],
    plugins: { wutong: { rules: { 'kebab-case-file-name': kebabCaseFileName } } },
    rules: {
      'wutong/kebab-case-file-name': 'error',
      'max-lines': ['error', { max: 400 }],
      'no-restricted-imports': ['error', { paths: [...always, noTesting, noDataSource] }],
      'no-restricted-syntax': ['error', noEager, noQueryCallbacks],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { '@typescript-eslint': tseslint.plugin, '@nx': nx, 'import-x': importX },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: {
        projectService: { allowDefaultProject: ['apps/portal/*.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    settings: {
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/resolver-next': [
        createNodeResolver({
          extensions: ['.ts', '.tsx', '.mjs', '.js'],
          tsconfig: { configFile: `${import.meta.dirname}/tsconfig.base.json` },
        }),
      ],
      'import-x/internal-regex': '^@wutong/',
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      '@nx/enforce-module-boundaries': [
        'error',
        {
          // The processes and the command line are one program: they share the module list and the migrations.
          allow: ['^(\\.\\./)+(apps/)?(api|wutong)/(src/|migrations$)'],
          depConstraints: boundaries,
        },
      ],
    },
  },
  {
    files: ['**/*.resolver.ts'],
    rules: { 'no-restricted-syntax': ['error', noEager, noTry] },
  },
  {
    // Rooms of the kernel that keep connections of their own: the queue's, the locks of uploads.
    files: ['libs/core/server/src/{database,jobs,files}/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [...always, noTesting] }] },
  },
  {
    files: ['**/*.spec.{ts,tsx}', '**/testing/**/*.ts', 'tests/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: always }], 'max-lines': ['error', { max: 600 }] },
  },
  {
    // The SQL of one migration stays together.
    files: ['apps/api/migrations/*.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    // Its specs may read files while the library itself may not: they are outside its tsconfig.
    files: ['libs/core/shared/**/*.spec.ts'],
    ...tseslint.configs.disableTypeChecked,
  },
);
