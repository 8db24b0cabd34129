/**
 * Marks the GraphQL text of a page for codegen, which writes the typed document beside it
 * (`x.page.tsx` → `x.page.graphql.ts`). The build drops the text; nothing is parsed in the browser.
 */
export function graphql(_text: TemplateStringsArray): void {}
