import { transformAsync } from '@babel/core';
import linguiMacro from '@lingui/babel-plugin-lingui-macro';
import { getConfig } from '@lingui/conf';
import { lingui } from '@lingui/vite-plugin';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

const configPath = `${import.meta.dirname}/lingui.config.ts`;
const linguiConfig = getConfig({ configPath });
const api = process.env.WUTONG_API ?? 'http://localhost:3000';

/** Turns Lingui macros into message ids; Babel runs only on the files that import a macro. */
function linguiMacros(): Plugin {
  return {
    name: 'wutong-lingui-macros',
    enforce: 'pre',
    async transform(code, id) {
      if (!/\.tsx?$/.test(id) || !/@lingui\/(react|core)\/macro/.test(code)) return null;
      const result = await transformAsync(code, {
        filename: id,
        configFile: false,
        babelrc: false,
        sourceMaps: true,
        parserOpts: { plugins: ['typescript', 'jsx'] },
        plugins: [[linguiMacro, { linguiConfig }]],
      });
      return result?.code ? { code: result.code, map: result.map } : null;
    },
  };
}

/** GraphQL texts live in the page's file for codegen to read; the browser only needs the generated documents. */
function dropGraphqlTexts(): Plugin {
  return {
    name: 'wutong-drop-graphql-texts',
    enforce: 'pre',
    transform(code, id) {
      if (!/\.tsx?$/.test(id) || !code.includes('graphql`')) return null;
      return { code: code.replace(/^graphql`[^`]*`;?$/gm, (text) => text.replace(/[^\n]/g, '')), map: null };
    },
  };
}

/** What a first visit fetches, known by name in the manifest. */
const NAMED = new Set(['base', 'frame', 'messages-en', 'messages-zh', 'panels', 'start']);

export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  resolve: {
    tsconfigPaths: true,
    // RxJS keeps an ES5 build for everybody else; browsers of this decade take the smaller one.
    conditions: ['es2015', ...defaultClientConditions],
    // React has had this hook since 18; the shim brings its own.
    alias: [
      { find: /^use-sync-external-store\/shim(\/index\.js)?$/, replacement: 'react' },
      { find: /^use-sync-external-store\/shim\/with-selector(\.js)?$/, replacement: 'use-sync-external-store/with-selector' },
    ],
  },
  plugins: [
    linguiMacros(),
    dropGraphqlTexts(),
    lingui({ configPath }),
    { ...optimizeLocales.vite({ locales: ['en-US', 'zh-CN'] }), enforce: 'pre' },
    tailwind(),
    react(),
  ],
  define: { __WUTONG_GALLERY__: JSON.stringify(mode !== 'production' || process.env.WUTONG_GALLERY === '1') },
  server: {
    port: Number(process.env.PORTAL_PORT ?? 5173),
    proxy: Object.fromEntries(
      ['/graphql', '/v1', '/files', '/auth'].map((path) => [path, { target: api, ws: true, changeOrigin: false }]),
    ),
  },
  build: {
    outDir: '../../dist/portal',
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // A library's index names everything it has; a page takes only what it uses.
      treeshake: { moduleSideEffects: [{ test: /[\\/]libs[\\/].*\.tsx?$/, sideEffects: false }] },
      output: {
        // The entry lists the files of all pages: without their names it is a kilobyte smaller.
        chunkFileNames: ({ name }) => (NAMED.has(name) ? 'assets/[name]-[hash].js' : 'assets/[hash].js'),
        codeSplitting: {
          groups: [
            { name: 'base', test: /node_modules[\\/](react|react-dom|scheduler|@apollo|rxjs|graphql|@wry|optimism|@lingui|@tanstack[\\/](history|router-core|react-router|store|react-store)|use-sync-external-store)[\\/]/ },
            { name: 'messages-en', test: /locales[\\/]en\.po$/ },
            { name: 'messages-zh', test: /locales[\\/]zh-CN\.po$/ },
            // Each of the rest has what it stands on with it: every file more is a turn on the way and work in the browser.
            { name: 'start', tags: ['$initial'] },
            { name: 'frame', test: /core[\\/]web[\\/]src[\\/](shell[\\/](shell|public-frame)|list[\\/]list-page|graphql[\\/].*)\.tsx?$/ },
            { name: 'text-fields', test: /core[\\/]web[\\/]src[\\/]ui[\\/]text-field\.tsx$/ },
            { name: 'panels', test: /core[\\/]web[\\/]src[\\/]ui[\\/]panels\.tsx$/ },
          ],
        },
      },
    },
  },
}));
