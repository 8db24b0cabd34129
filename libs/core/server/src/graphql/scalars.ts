import { CustomScalar, Scalar } from '@nestjs/graphql';
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

/** An integer of any size, as a decimal string, so that no client rounds it. */
@Scalar('BigInt', () => BigInt)
export class BigIntScalar implements CustomScalar<string, bigint> {
  description = 'An integer of any size, written as a decimal string.';

  parseValue(value: unknown): bigint {
    if ((typeof value === 'string' && /^-?\d{1,30}$/.test(value)) || Number.isSafeInteger(value)) {
      return BigInt(value as string | number);
    }
    throw new GraphQLError(`BigInt cannot represent ${JSON.stringify(value)}: send a whole number as a string`);
  }

  serialize(value: unknown): string {
    return String(value);
  }

  parseLiteral(node: ValueNode): bigint {
    if (node.kind === Kind.INT || node.kind === Kind.STRING) return this.parseValue(node.value);
    throw new GraphQLError('BigInt must be written as an integer or a string', { nodes: node });
  }
}

/** Plain JSON, for form answers and definitions whose shape is data. */
export const Json = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Plain JSON data.',
  parseValue: (value) => value,
  serialize: (value) => value,
  parseLiteral: function literal(node, variables): unknown {
    switch (node.kind) {
      case Kind.STRING:
      case Kind.BOOLEAN:
        return node.value;
      case Kind.INT:
      case Kind.FLOAT:
        return Number(node.value);
      case Kind.LIST:
        return node.values.map((part) => literal(part, variables));
      case Kind.OBJECT:
        return Object.fromEntries(node.fields.map((field) => [field.name.value, literal(field.value, variables)]));
      case Kind.VARIABLE:
        return variables?.[node.name.value];
      default:
        return null;
    }
  },
});
