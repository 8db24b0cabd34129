import { isAbstractType, isInterfaceType, isObjectType, getNamedType } from 'graphql';

/** Codegen plugin: what the Apollo cache must know of the schema, the concrete types of each union and the connections. */
export function plugin(schema) {
  const possibleTypes = {};
  const connectionFields = {};
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isAbstractType(type)) possibleTypes[type.name] = schema.getPossibleTypes(type).map((one) => one.name);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    const fields = Object.values(type.getFields()).filter((field) => getNamedType(field.type).name.endsWith('Connection'));
    if (fields.length > 0) connectionFields[type.name] = fields.map((field) => field.name);
  }
  return [
    `export const possibleTypes: Record<string, string[]> = ${JSON.stringify(possibleTypes, null, 2)};`,
    `export const connectionFields: Record<string, string[]> = ${JSON.stringify(connectionFields, null, 2)};`,
    '',
  ].join('\n\n');
}
