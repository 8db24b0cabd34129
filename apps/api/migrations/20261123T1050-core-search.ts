import { migration } from '@wutong/core-server';

/**
 * Search. A document is what one audience may find of a subject; a subject has one for each audience that sees it
 * differently. The application's role has no right on the table: it writes through search_put and reads through
 * search_visible, which holds nothing that the reader may not find.
 *
 * Why a view and not a policy: under row-level security PostgreSQL may use an index only for operators that it knows to
 * leak nothing, and full-text search is not among them. The view's owner is exempt from the policies, so the condition
 * below is the policy, and the planner may still go by the text's index.
 */
export const CoreSearch1763893800000 = migration(
  'CoreSearch1763893800000',
  `
  create table search_document (
    kind text not null,
    subject_id uuid not null,
    view smallint not null,
    organisation_id uuid not null,
    audience text[] not null check (cardinality(audience) > 0),
    title text not null,
    body text not null,
    tokens tsvector not null,
    facets jsonb not null,
    updated_at timestamptz not null,
    primary key (kind, subject_id, view)
  ) with (toast_tuple_target = 128);
  -- The texts stand aside and what is filtered by stays in the row: looking through many matches reads few pages.
  alter table search_document alter column audience set storage main, alter column facets set storage main;
  -- Chinese has many terms: how common each is decides between the two ways of finding the newest matches.
  alter table search_document alter column tokens set statistics 500;
  create index search_document_tokens on search_document using gin (tokens) with (fastupdate = off);
  create index search_document_newest on search_document (updated_at desc);
  create index on search_document (organisation_id);
  alter table search_document enable row level security;

  -- The audiences that the reader belongs to.
  create function search_audiences() returns text[] language sql stable as $$
    select case when current_setting('wutong.reach', true) in ('tenant', 'investor', 'supplier', 'adopter', 'centre')
      then array['everyone', current_setting('wutong.reach'),
                 'organisation:' || current_setting('wutong.organisation', true),
                 'person:' || current_setting('wutong.actor', true)]
      else '{}' end
  $$;

  create view search_visible as
    select kind, subject_id, view, organisation_id, title, body, tokens, facets, updated_at
    from search_document
    -- A case, as the planner takes half of the rows to pass one: it would take the condition alone to pass hardly any,
    -- and read every match where the newest few are enough.
    where case (select current_setting('wutong.reach', true))
      when 'system' then true
      when 'centre' then audience && (select search_audiences())
        and organisation_id <> all ((select nullif(current_setting('wutong.conflicts', true), '')::uuid[])::uuid[])
      else audience && (select search_audiences()) end;
  grant select on search_visible to wutong_app;

  -- Sets every document of a subject at once; with none, the subject is not found any more. Kind and audiences are
  -- terms too (no word begins with # or @), so that the index of the text narrows by them at the same time.
  create function search_put(kind_ text, subject uuid, organisation uuid, views jsonb, at timestamptz) returns void
  language plpgsql security definer set search_path = public as $$
  begin
    if not (current_setting('wutong.reach', true) in ('system', 'centre')
            or organisation::text = current_setting('wutong.organisation', true))
       or exists (select 1 from search_document d
                  where d.kind = kind_ and d.subject_id = subject and d.organisation_id <> organisation) then
      raise exception 'search documents of another organisation' using errcode = 'insufficient_privilege';
    end if;
    delete from search_document d
      where d.kind = kind_ and d.subject_id = subject and d.view >= jsonb_array_length(views);
    insert into search_document as d
        (kind, subject_id, view, organisation_id, audience, title, body, tokens, facets, updated_at)
      select kind_, subject, v.view, organisation, v.audience, v.title, v.body,
             v.tokens::tsvector
               || array_to_tsvector(array['#' || kind_] || array(select '@' || a from unnest(v.audience) a)),
             v.facets, at
      from jsonb_to_recordset(views)
        as v (view smallint, audience text[], title text, body text, tokens text, facets jsonb)
      on conflict (kind, subject_id, view) do update
        set audience = excluded.audience, title = excluded.title, body = excluded.body, tokens = excluded.tokens,
            facets = excluded.facets, updated_at = excluded.updated_at;
  end $$;
  revoke execute on function search_put from public;
  grant execute on function search_put to wutong_app;
  `,
);
