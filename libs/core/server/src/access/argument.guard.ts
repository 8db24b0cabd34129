import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import { getNamedType, isInputObjectType, type GraphQLInputType, type GraphQLResolveInfo } from 'graphql';
import { invalid } from '../errors/app-error';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Stands before every top-level operation, after the access guard: each id must be a UUID, and each text one that a
 * database can keep, so that no service meets another and the answer names the field.
 */
@Injectable()
export class ArgumentGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    if (execution.getType<GqlContextType>() !== 'graphql') return true;
    const graphql = GqlExecutionContext.create(execution);
    const { parentType, fieldName } = graphql.getInfo<GraphQLResolveInfo>();
    const given = graphql.getArgs<Record<string, unknown>>();
    for (const { name, type } of parentType.getFields()[fieldName]?.args ?? []) check(type, given[name], [name]);
    return true;
  }
}

function check(type: GraphQLInputType, value: unknown, path: readonly string[]): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) return value.forEach((part, i) => check(type, part, [...path, String(i)]));
  const named = getNamedType(type);
  if (isInputObjectType(named)) {
    const fields = Object.values(named.getFields());
    return fields.forEach((field) => check(field.type, (value as Record<string, unknown>)[field.name], [...path, field.name]));
  }
  if (named.name === 'ID' && !UUID.test(String(value))) {
    throw invalid(fieldAt(path), 'This is no id. Open the page from its list again.', '编号格式有误，请从列表重新打开。');
  }
  checkText(value, path);
}

/** Neither PostgreSQL's texts nor its JSON hold NUL or half a surrogate pair. */
function checkText(value: unknown, path: readonly string[]): void {
  if (typeof value === 'string') {
    if (!value.includes('\0') && value.isWellFormed()) return;
    throw invalid(
      fieldAt(path),
      'The text has characters that cannot be kept. Type it again instead of pasting it.',
      '文本包含无法保存的字符，请手动重新输入，不要粘贴。',
    );
  }
  if (value === null || typeof value !== 'object') return;
  for (const [key, part] of Object.entries(value)) {
    checkText(key, path);
    checkText(part, [...path, key]);
  }
}

/** As services name fields: without the argument that all inputs are called by. */
function fieldAt(path: readonly string[]): string {
  return (path[0] === 'input' ? path.slice(1) : path).join('.');
}
