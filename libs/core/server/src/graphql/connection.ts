import { type Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { invalid } from '../errors/app-error';

@ObjectType()
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage: boolean;

  @Field(() => String, { nullable: true })
  endCursor: string | null;
}

export interface Page<T> {
  nodes: T[];
  pageInfo: PageInfo;
}

/** A GraphQL list type read page by page after a cursor; never by offset. */
export function connectionOf<T>(node: Type<T>, name: string): Type<Page<T>> {
  @ObjectType(`${name}Connection`)
  class Connection implements Page<T> {
    @Field(() => [node])
    nodes: T[];

    @Field(() => PageInfo)
    pageInfo: PageInfo;
  }
  return Connection;
}

@ArgsType()
export class PageArgs {
  /** How many rows, 1 to 200. */
  @Field(() => Int, { defaultValue: 50 })
  first: number;

  /** The `endCursor` of the page before. */
  @Field(() => String, { nullable: true })
  after?: string | null;
}

/** How many rows to fetch for a page: one more than asked, to know whether another page follows. */
export function rowsToFetch(page: PageArgs): number {
  if (!Number.isInteger(page.first) || page.first < 1 || page.first > 200) {
    throw invalid('first', '“first” must be between 1 and 200.', '“first” 应在 1 到 200 之间。');
  }
  return page.first + 1;
}

const LIMITS = [21, 51, 101, 201];

/**
 * The end of a prepared list's SQL, `limit 51`: a literal, as PostgreSQL plans a statement anew each time when its
 * limit is a parameter, and of few sizes, as each has a plan of its own. `pageOf` drops the rows past the page.
 */
export function limitFor(page: PageArgs): string {
  const rows = rowsToFetch(page);
  return `limit ${LIMITS.find((limit) => limit >= rows)}`;
}

/** The sort values of the row after which to go on, or null at the beginning. */
export function readCursor(page: PageArgs, length: number): unknown[] | null {
  if (!page.after) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(page.after, 'base64url').toString('utf8'));
    if (Array.isArray(values) && values.length === length && values.every(isSortValue)) return values;
  } catch {
    // falls through to the one answer for every cursor that is not ours
  }
  throw invalid('after', 'This cursor is not valid. Load the list from its beginning.', '翻页游标无效，请从头加载列表。');
}

/** What `pageOf` writes: nothing in which PostgreSQL would find anything but a plain value. */
function isSortValue(value: unknown): boolean {
  return typeof value === 'string' ? !value.includes('\0') && value.isWellFormed() : typeof value !== 'object' || value === null;
}

/** Makes a page of the rows fetched with `rowsToFetch`; `sortValues` are those by which the list is ordered. */
export function pageOf<T>(rows: T[], page: PageArgs, sortValues: (row: T) => unknown[]): Page<T> {
  const nodes = rows.slice(0, page.first);
  const last = nodes.at(-1);
  const endCursor = last ? Buffer.from(JSON.stringify(sortValues(last))).toString('base64url') : null;
  return { nodes, pageInfo: { hasNextPage: rows.length > nodes.length, endCursor } };
}
