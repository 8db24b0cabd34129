import {
  GraphQLError, Kind, type ASTVisitor, type FragmentDefinitionNode, type SelectionSetNode, type ValidationContext,
  type ValidationRule,
} from 'graphql';

/** How much one document may ask for. A page of the portal stays below a third of each. */
const MOST_FIELDS = 600;
const MOST_ALIASES = 30;
const MOST_DEPTH = 12;

interface Weight {
  readonly fields: number;
  readonly aliases: number;
  readonly depth: number;
}

const NOTHING: Weight = { fields: 0, aliases: 0, depth: 0 };

/**
 * Refuses documents that would cost too much before anything of them runs: too deep, too wide, too many aliases. A
 * fragment counts wherever it is spread, and is weighed once.
 */
export const documentLimits: ValidationRule = (context: ValidationContext): ASTVisitor => {
  const weights = new Map<string, Weight>();
  const ofFragment = (fragment: FragmentDefinitionNode): Weight => {
    const name = fragment.name.value;
    let weight = weights.get(name);
    if (!weight) {
      // Within itself it weighs nothing: that fragments spread one another is refused by another rule.
      weights.set(name, NOTHING);
      weights.set(name, (weight = weigh(fragment.selectionSet)));
    }
    return weight;
  };
  const weigh = ({ selections }: SelectionSetNode): Weight => {
    let { fields, aliases, depth } = NOTHING;
    for (const selection of selections) {
      const spread = selection.kind === Kind.FRAGMENT_SPREAD ? context.getFragment(selection.name.value) : undefined;
      const set = selection.kind === Kind.FRAGMENT_SPREAD ? undefined : selection.selectionSet;
      const inner = spread ? ofFragment(spread) : set ? weigh(set) : NOTHING;
      const isField = selection.kind === Kind.FIELD;
      fields += inner.fields + (isField ? 1 : 0);
      aliases += inner.aliases + (isField && selection.alias ? 1 : 0);
      depth = Math.max(depth, inner.depth + (isField && set ? 1 : 0));
    }
    return { fields, aliases, depth };
  };
  return {
    OperationDefinition(node) {
      const { fields, aliases, depth } = weigh(node.selectionSet);
      const refuse = (what: string): void => context.reportError(new GraphQLError(`the document has too many ${what}`));
      if (fields > MOST_FIELDS) refuse(`fields (at most ${MOST_FIELDS})`);
      if (aliases > MOST_ALIASES) refuse(`aliases (at most ${MOST_ALIASES})`);
      if (depth > MOST_DEPTH) refuse(`levels (at most ${MOST_DEPTH})`);
    },
  };
};
