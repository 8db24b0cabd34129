/** One Jest for every size of test: pure specs, service specs on real Postgres, and the whole-app suites under tests/. */
const swc = [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', tsx: true, decorators: true },
      transform: {
        legacyDecorator: true,
        decoratorMetadata: true,
        useDefineForClassFields: false,
        react: { runtime: 'automatic' },
      },
      target: 'es2023',
      keepClassNames: true,
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  },
];

const paths = {
  '^@wutong/(core)-(shared|server|web|testing)$': '<rootDir>/libs/$1/$2/src/index.ts',
  '^@wutong/(identity|tenancy|compute|investors)-(server|web)$': '<rootDir>/libs/$1/$2/src/index.ts',
};

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/tests'],
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': swc },
  moduleNameMapper: paths,
  globalSetup: '<rootDir>/libs/core/testing/src/global-setup.mjs',
  globalTeardown: '<rootDir>/libs/core/testing/src/global-teardown.mjs',
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  testTimeout: 30_000,
  maxWorkers: 2,
};
