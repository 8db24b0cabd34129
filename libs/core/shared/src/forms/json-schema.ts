import type { Condition, FieldDefinition, FieldType, FormDefinition } from './definition';
import { COUNTRY_CODES, PROVINCES } from './places';

type Types = ReadonlyMap<string, FieldType>;
type Comparison = Exclude<
  Condition,
  { readonly all: unknown } | { readonly any: unknown } | { readonly not: unknown } | { readonly present: unknown }
>;

export type JsonSchema = { readonly [keyword: string]: unknown };

/**
 * The JSON Schema (2020-12) of a form's kept answers, for those who fill or read forms by program. A hidden field must
 * be absent; a visible required one present. Said by `evaluateForm` alone, because JSON Schema cannot: counts of words,
 * facts of files, check characters, the order of dates, conditions that compare dates, conditions inside table rows.
 */
export function toJsonSchema(definition: FormDefinition): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const always: string[] = [];
  const rules: JsonSchema[] = [];
  const fields = definition.sections.flatMap((section) => section.fields);
  const types: Types = new Map(fields.map((field) => [field.key, field.type]));
  for (const section of definition.sections) {
    for (const field of section.fields) {
      properties[field.key] = fieldSchema(field);
      const shown = both(section.visibleWhen, field.visibleWhen);
      if (shown === undefined && field.required === true) always.push(field.key);
      if (shown !== undefined) {
        const test = conditionSchema(shown, types);
        const hidden = { properties: { [field.key]: false } };
        const required = field.required === true ? { then: { required: [field.key] } } : {};
        if (test !== undefined) rules.push({ if: test, ...required, else: hidden });
      }
      const needed = field.requiredWhen && conditionSchema(both(shown, field.requiredWhen) ?? { all: [] }, types);
      if (needed !== undefined) rules.push({ if: needed, then: { required: [field.key] } });
    }
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:wutong:form:${definition.key}:${definition.version}`,
    ...(definition.title === undefined ? {} : { title: definition.title.en }),
    type: 'object',
    properties,
    additionalProperties: false,
    ...(always.length > 0 ? { required: always } : {}),
    ...(rules.length > 0 ? { allOf: rules } : {}),
  };
}

function fieldSchema(field: FieldDefinition): JsonSchema {
  return defined({ title: field.label.en, description: field.help?.en, ...valueSchema(field) });
}

function valueSchema(field: FieldDefinition): Readonly<Record<string, unknown>> {
  switch (field.type) {
    case 'text':
      return {
        ...length(field),
        pattern: field.pattern && `^(?:${field.pattern.regex})$`,
      };
    case 'longText':
      return length(field);
    case 'number':
      return {
        type: 'number',
        minimum: field.min,
        maximum: field.max,
        multipleOf: field.decimals === undefined ? undefined : Number(`1e-${field.decimals}`),
      };
    case 'integer':
    case 'money':
      return { type: 'integer', minimum: field.min, maximum: field.max };
    case 'quantity':
      return record({
        amount: defined({ type: 'integer', minimum: field.min, maximum: field.max }),
        unit: { enum: field.units },
      });
    case 'date':
      return { type: 'string', format: 'date' };
    case 'dateRange':
      return record({ start: { type: 'string', format: 'date' }, end: { type: 'string', format: 'date' } });
    case 'month':
      return { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])$' };
    case 'choice':
      return { enum: field.options.map((option) => option.value) };
    case 'multiChoice':
      return {
        type: 'array',
        items: { enum: field.options.map((option) => option.value) },
        uniqueItems: true,
        minItems: field.minChoices,
        maxItems: field.maxChoices,
      };
    case 'boolean':
      return { type: 'boolean' };
    case 'email':
      return { type: 'string', format: 'email', maxLength: 254 };
    case 'url':
      return { type: 'string', format: 'uri', maxLength: 2048 };
    case 'phone':
      return { type: 'string' };
    case 'country':
      return { enum: COUNTRY_CODES };
    case 'province':
      return { enum: Object.keys(PROVINCES) };
    case 'organisationId':
      return { type: 'string', pattern: '^[0-9A-HJ-NP-RTUW-Y]{18}$' };
    case 'files':
      return { type: 'array', items: { type: 'string' }, uniqueItems: true, maxItems: field.maxFiles };
    case 'consent':
      return record({ accepted: { const: true }, version: { const: field.version } });
    case 'table':
      return {
        type: 'array',
        minItems: field.minRows,
        maxItems: field.maxRows,
        items: defined({
          type: 'object',
          properties: Object.fromEntries(field.columns.map((column) => [column.key, fieldSchema(column)])),
          additionalProperties: false,
          required: field.columns
            .filter((column) => column.required === true && column.visibleWhen === undefined)
            .map((column) => column.key),
        }),
      };
  }
}

function length(field: { minCharacters?: number; maxCharacters?: number }): Readonly<Record<string, unknown>> {
  return { type: 'string', minLength: field.minCharacters, maxLength: field.maxCharacters };
}

function record(properties: Readonly<Record<string, JsonSchema>>): Readonly<Record<string, unknown>> {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

/** The schema that holds exactly when the condition does; `undefined` where JSON Schema cannot say it. */
function conditionSchema(condition: Condition, types: Types): JsonSchema | undefined {
  if ('all' in condition) return combine('allOf', condition.all, types);
  if ('any' in condition) return condition.any.length === 0 ? { not: {} } : combine('anyOf', condition.any, types);
  if ('not' in condition) {
    const inner = conditionSchema(condition.not, types);
    return inner && { not: inner };
  }
  const { field } = condition;
  if ('present' in condition) return condition.present ? { required: [field] } : { not: { required: [field] } };
  const type = types.get(field);
  const test = comparison(condition, type);
  if (test === undefined) return undefined;
  const part = type === 'consent' ? 'accepted' : type === 'quantity' ? 'amount' : undefined;
  const value = part === undefined ? test : { required: [part], properties: { [part]: test } };
  return { required: [field], properties: { [field]: value } };
}

function comparison(condition: Comparison, type: FieldType | undefined): JsonSchema | undefined {
  if ('equals' in condition) return { const: condition.equals };
  if ('in' in condition) return { enum: condition.in };
  if ('contains' in condition) {
    if (type === 'multiChoice' || type === 'files') return { contains: { const: condition.contains } };
    return { pattern: String(condition.contains).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&') };
  }
  if ('gt' in condition) return typeof condition.gt === 'number' ? { exclusiveMinimum: condition.gt } : undefined;
  return typeof condition.lt === 'number' ? { exclusiveMaximum: condition.lt } : undefined;
}

function combine(keyword: 'allOf' | 'anyOf', parts: readonly Condition[], types: Types): JsonSchema | undefined {
  if (parts.length === 0) return {};
  const schemas = parts.map((part) => conditionSchema(part, types));
  return schemas.every((schema) => schema !== undefined) ? { [keyword]: schemas } : undefined;
}

function both(one: Condition | undefined, other: Condition | undefined): Condition | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return { all: [one, other] };
}

function defined(schema: Readonly<Record<string, unknown>>): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}
