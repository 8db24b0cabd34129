import { basename } from 'node:path';

/** File names are lower-case words joined by hyphens, parts joined by dots; a migration begins with its time. */
const NAME = /^(\d{8}T\d{4}-)?\$?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;

/** @type {import('eslint').Rule.RuleModule} */
export const kebabCaseFileName = {
  meta: { type: 'suggestion', schema: [], messages: { name: '“{{name}}” should be in kebab-case.' } },
  create(context) {
    return {
      Program(node) {
        const name = basename(context.filename);
        if (!NAME.test(name)) context.report({ node, messageId: 'name', data: { name } });
      },
    };
  },
};
