import { isAbstractType, isInterfaceType, isObjectType, getNamedType } from 'graphql';

/** A page of a keyset list: its rows are `nodes`, and `pageInfo` says whether more follow. */
function isConnection(type) {
  return isObjectType(type) && 'nodes' in type.getFields() && 'pageInfo' in type.getFields();
}

/** Codegen plugin: what the Apollo cache must know of the schema, the concrete types of each union and the connections. */
export function plugin(schema) {
  const possibleTypes = {};
  const connectionFields = {};
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isAbstractType(type)) possibleTypes[type.name] = schema.getPossibleTypes(type).map((one) => one.name);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    const fields = Object.values(type.getFields()).filter((field) => isConnection(getNamedType(field.type)));
    if (fields.length > 0) connectionFields[type.name] = fields.map((field) => field.name);
  }
  return [
    `export const possibleTypes: Record<string, string[]> = ${JSON.stringify(possibleTypes, null, 2)};`,
    `export const connectionFields: Record<string, string[]> = ${JSON.stringify(connectionFields, null, 2)};`,
    '',
  ].join('\n\n');
}
