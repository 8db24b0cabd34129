import type { CodegenConfig } from '@graphql-codegen/cli';

const types = 'core/web/src/graphql/schema.gen.ts';

/**
 * Typed documents beside the page that asks (`x.page.tsx` → `x.page.graphql.ts`, git-ignored), so that a lazy route
 * carries its own operations and nobody else's. Paths count from the repository's root, where codegen runs. Fragments are masked: a component reads what it asked for.
 */
const config: CodegenConfig = {
  schema: process.env.SCHEMA ?? 'apps/api/schema.graphql',
  documents: ['libs/*/web/src/**/*.{ts,tsx}', 'apps/portal/src/**/*.tsx', '!**/*.{graphql,gen,spec}.ts'],
  pluckConfig: { globalGqlIdentifierName: ['graphql'], modules: [{ name: '@wutong/core-web', identifier: 'graphql' }] },
  ignoreNoDocuments: true,
  config: {
    scalars: {
      ID: 'string',
      DateTime: 'string',
      Date: 'string',
      BigInt: 'string',
      JSON: 'unknown',
      JSONObject: 'Record<string, unknown>',
    },
    enumsAsTypes: true,
    useTypeImports: true,
    avoidOptionals: false,
    inlineFragmentTypes: 'mask',
    customDirectives: { apolloUnmask: true },
    skipTypename: false,
    nonOptionalTypename: true,
    skipTypeNameForRoot: true,
    strictScalars: false,
  },
  generates: {
    [`libs/${types}`]: { plugins: ['typescript'] },
    'apps/portal/src/schema-facts.gen.ts': { plugins: ['./apps/portal/scripts/schema-facts.mjs'] },
    'libs/': {
      preset: 'near-operation-file',
      presetConfig: { extension: '.graphql.ts', baseTypesPath: types },
      plugins: ['typescript-operations', 'typed-document-node'],
    },
  },
};

export default config;
