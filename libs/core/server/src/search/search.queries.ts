import type { Tx } from '../database/tx';

const WEIGHTS = `'{0.1, 0.2, 0.4, 1.0}'`;

/** A common word matches half of everything: of more than this many the newest are weighed against each other. */
const WEIGHED = 300;

/** A list of more than this many matches is not weighed: the newest come first until it is narrowed. */
const RANKED = 5000;

export interface FoundRow {
  kind: string;
  subject_id: string;
  title: string;
  body: string;
}

/**
 * The best answers among several kinds, best first. For whoever may find nearly everything, a common word's newest
 * matches come soonest in the order of time; for the others most of that order is not theirs, and the text's index,
 * which knows what is, must come first: adding nothing to the time keeps the planner from going by it.
 */
export function findEverywhere(
  tx: Tx, scope: string, tsquery: string, findsNearlyAll: boolean, first: number,
): Promise<FoundRow[]> {
  return tx.query<FoundRow>(
    `with newest as (
       select kind, subject_id, view, tokens, updated_at from search_visible
       where tokens @@ ($1::tsquery && $2::tsquery)
       order by ${findsNearlyAll ? 'updated_at' : `updated_at + interval '0'`} desc limit ${WEIGHED}
     ), best as (
       select distinct on (kind, subject_id) kind, subject_id, view, updated_at,
              ts_rank(${WEIGHTS}, tokens, $2::tsquery, 1) as rank
       from newest order by kind, subject_id, view
     ), first as (
       select * from best order by rank desc, updated_at desc, subject_id limit $3
     )
     select kind, subject_id, title, body from first join search_visible using (kind, subject_id, view)
     order by rank desc, first.updated_at desc, subject_id`,
    [scope, tsquery, first],
  );
}

export interface ListRow {
  total: number;
  facets: { name: string; value: string; count: number }[] | null;
  rows: { subject_id: string; title: string; body: string; rank: number; updated_at: string }[] | null;
}

export interface ListQuestion {
  kind: string;
  /** Of `searchScope`, for this kind alone. */
  scope: string;
  tsquery: string | null;
  /** The values of a facet are alternatives; the facets must all fit. */
  filters: Readonly<Record<string, readonly string[]>>;
  facets: readonly string[];
  /** Rank, time and id of the row after which to go on. */
  after: unknown[] | null;
  rows: number;
}

/**
 * One page of one kind, how many there are in all, and how many there would be for each value of the facets: a facet's
 * own filter does not narrow its counts, so that a page can show what choosing another value would give.
 */
export async function findInList(tx: Tx, question: ListQuestion): Promise<ListRow> {
  const [rank, at, id] = question.after ?? [null, null, null];
  const [row] = await tx.query<ListRow>(
    `with matched as materialized (
       select distinct on (subject_id) subject_id, view, facets, updated_at,
              array(
                select f.key from jsonb_each($3::jsonb) f
                where not coalesce(facets -> f.key ?| array(select jsonb_array_elements_text(f.value)), false)
              ) as unfit
       from search_visible
       where tokens @@ ($9::tsquery && coalesce($2::tsquery, ''::tsquery))
       order by subject_id, view
     ), fit as (
       select subject_id, view, updated_at,
              case when $2::tsquery is null or (select count(*) from matched) > ${RANKED} then 0
                   else (select ts_rank(${WEIGHTS}, d.tokens, $2::tsquery, 1) from search_visible d
                         where d.kind = $1 and d.subject_id = matched.subject_id and d.view = matched.view)
              end::float8 as rank
       from matched where unfit = '{}'
     ), page as (
       select * from fit
       where ($5::float8 is null or (rank, updated_at, subject_id) < ($5::float8, $6::timestamptz, $7::uuid))
       order by rank desc, updated_at desc, subject_id desc limit $8
     ), counts as (
       select f.key as name, v.value, count(*)::int as count
       from matched, jsonb_each(facets) f, jsonb_array_elements_text(f.value) v
       where f.key = any ($4) and (unfit = '{}' or unfit = array[f.key])
       group by f.key, v.value
     )
     select (select count(*)::int from matched where unfit = '{}') as total,
            (select jsonb_agg(to_jsonb(counts) order by count desc, value) from counts) as facets,
            (select jsonb_agg(jsonb_build_object('subject_id', subject_id, 'title', d.title, 'body', d.body,
                                                 'rank', rank, 'updated_at', page.updated_at::text)
                              order by rank desc, page.updated_at desc, subject_id desc)
             from page join search_visible d using (subject_id, view) where d.kind = $1) as rows`,
    [
      question.kind, question.tsquery, JSON.stringify(question.filters), question.facets, rank, at, id, question.rows,
      question.scope,
    ],
  );
  if (!row) throw new Error('the list statement gave no row');
  return row;
}
