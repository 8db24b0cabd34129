import { Injectable } from '@nestjs/common';
import { highlight } from '@wutong/core-shared';
import { z } from 'zod';
import { type Ctx, isStaff } from '../context/ctx';
import { Database } from '../database/database';
import type { Tx } from '../database/tx';
import { invalid } from '../errors/app-error';
import { readCursor, rowsToFetch, type Page, type PageArgs, pageOf } from '../graphql/connection';
import { type SearchDocument, searchScope, type SearchView } from './search-document';
import { excerptOf } from './search-excerpt';
import { searchKinds } from './search-kinds';
import { tsQueryOf, tsVectorOf, type Weight } from './search-terms';
import { type FoundRow, findEverywhere, findInList, type ListRow } from './search.queries';
import { Facet, SearchHit } from './search.results';

/** Kept of a text to take excerpts from; all of it is searched. */
const SHOWN_BODY = 2000;
const LONGEST_QUESTION = 200;
const PG_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?$/;
const CURSOR = z.tuple([z.number(), z.string().regex(PG_TIME), z.guid()]);

export interface ListSearch {
  readonly kind: string;
  /** What was typed; empty lists everything. */
  readonly text?: string | null | undefined;
  /** The values of one facet are alternatives; the facets must all fit. */
  readonly filters?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Whose values are counted. */
  readonly facets?: readonly string[];
  readonly page: PageArgs;
}

export interface ListAnswer extends Page<SearchHit> {
  total: number;
  facets: Facet[];
}

/**
 * Finding things by words, Chinese or Latin. A document is written in the transaction that changes its subject, so
 * what is found is always what is there. Each audience has its own document: a reader's question, filters and counts
 * run over what they may see and over nothing else.
 */
@Injectable()
export class SearchService {
  constructor(private readonly database: Database) {}

  /** Sets all that can be found of a subject, in the caller's transaction; without views it is found no more. */
  async index(ctx: Ctx, tx: Tx, document: SearchDocument): Promise<void> {
    const views = document.views.map((view, i) => ({
      view: i,
      audience: view.audience,
      title: view.title,
      body: bodyOf(view).slice(0, SHOWN_BODY).toWellFormed(),
      tokens: tsVectorOf([{ weight: 'A' as Weight, text: view.title }, ...(view.parts ?? [])]),
      facets: view.facets ?? {},
    }));
    await tx.query(`select search_put($1, $2, $3, $4, $5)`, [
      document.kind, document.subjectId, document.organisationId, JSON.stringify(views), ctx.now,
    ]);
  }

  /** The subject is found no more. */
  async remove(ctx: Ctx, tx: Tx, subject: Omit<SearchDocument, 'views'>): Promise<void> {
    await this.index(ctx, tx, { ...subject, views: [] });
  }

  /**
   * The best answers of every kind (or of these kinds) that the viewer has the permission for, best first, at most 50.
   * Nothing searchable typed: nothing found.
   */
  async everything(ctx: Ctx, typed: string, kinds: readonly string[] | null, first: number): Promise<SearchHit[]> {
    const tsquery = questionOf(typed);
    const open = searchKinds()
      .filter(({ kind, permission }) => (kinds?.includes(kind) ?? true) && mayFind(ctx, permission))
      .map(({ kind }) => kind);
    if (!Number.isInteger(first) || first < 1 || first > 50) {
      throw invalid('first', '“first” must be between 1 and 50.', '“first” 应在 1 到 50 之间。');
    }
    if (tsquery === null || open.length === 0) return [];
    const findsNearlyAll = ctx.actor.kind === 'system' || isStaff(ctx);
    const rows = await this.database.read(ctx, (tx) =>
      findEverywhere(tx, searchScope(ctx, open), tsquery, findsNearlyAll, first),
    );
    return rows.map((row) => hitOf(row, typed));
  }

  /**
   * One page of one kind with its total and facets, in one statement: directories and queues. Without text the newest
   * come first, with text the best. Whether the viewer may list this kind at all is for the caller to have settled.
   */
  async list(ctx: Ctx, tx: Tx, search: ListSearch): Promise<ListAnswer> {
    const typed = search.text?.trim() ?? '';
    const tsquery = questionOf(typed);
    const names = search.facets ?? [];
    const facets = (found: ListRow['facets']): Facet[] =>
      names.map((name) => ({ name, values: (found ?? []).filter((value) => value.name === name) }));
    if (typed !== '' && tsquery === null) {
      return { ...pageOf<SearchHit>([], search.page, () => []), total: 0, facets: facets(null) };
    }
    const filters = Object.fromEntries(Object.entries(search.filters ?? {}).filter(([, values]) => values.length > 0));
    const found = await findInList(tx, {
      kind: search.kind,
      scope: searchScope(ctx, [search.kind]),
      tsquery,
      filters,
      facets: names,
      after: cursorOf(search.page),
      rows: rowsToFetch(search.page),
    });
    const page = pageOf(found.rows ?? [], search.page, (row) => [row.rank, row.updated_at, row.subject_id]);
    const nodes = page.nodes.map((row) => hitOf({ ...row, kind: search.kind }, typed));
    return { nodes, pageInfo: page.pageInfo, total: found.total, facets: facets(found.facets) };
  }
}

/** Rank, time and id of the row after which to go on. */
function cursorOf(page: PageArgs): unknown[] | null {
  const values = readCursor(page, 3);
  if (values === null || CURSOR.safeParse(values).success) return values;
  throw invalid('after', 'This cursor is not valid. Load the list from its beginning.', '翻页游标无效，请从头加载列表。');
}

function bodyOf(view: SearchView): string {
  return (view.parts ?? []).flatMap(({ text }) => text.trim().replace(/\s+/gu, ' ') || []).join(' · ');
}

function mayFind(ctx: Ctx, permission: string): boolean {
  return ctx.actor.kind === 'system' || ctx.actor.permissions.has(permission);
}

function questionOf(typed: string): string | null {
  if (typed.length > LONGEST_QUESTION) {
    throw invalid('text', `Search for ${LONGEST_QUESTION} characters at most.`, `搜索内容不超过 ${LONGEST_QUESTION} 个字符。`);
  }
  return tsQueryOf(typed);
}

function hitOf(row: FoundRow, typed: string): SearchHit {
  const { text, marks } = excerptOf(row.body, typed);
  return Object.assign(new SearchHit(), {
    kind: row.kind,
    id: row.subject_id,
    title: row.title,
    titleMarks: highlight(row.title, typed),
    excerpt: text,
    excerptMarks: marks,
  });
}
