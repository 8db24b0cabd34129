import { GraphQLError, type ASTVisitor, type ValidationContext, type ValidationRule } from 'graphql';

/** How much one document may ask for. A page of the portal stays below a third of each. */
const MOST_FIELDS = 600;
const MOST_ALIASES = 30;
const MOST_DEPTH = 12;

/** Refuses documents that would cost too much before anything of them runs: too deep, too wide, too many aliases. */
export const documentLimits: ValidationRule = (context: ValidationContext): ASTVisitor => {
  let fields = 0;
  let aliases = 0;
  let depth = 0;
  const refuse = (what: string): void => {
    context.reportError(new GraphQLError(`the document has too many ${what}`));
  };
  return {
    Field: {
      enter(node) {
        if (++fields === MOST_FIELDS + 1) refuse(`fields (at most ${MOST_FIELDS})`);
        if (node.alias && ++aliases === MOST_ALIASES + 1) refuse(`aliases (at most ${MOST_ALIASES})`);
        if (node.selectionSet && ++depth === MOST_DEPTH + 1) refuse(`levels (at most ${MOST_DEPTH})`);
      },
      leave(node) {
        if (node.selectionSet) depth--;
      },
    },
  };
};
