CREATE TABLE "search_documents" (
	"workspace_id" uuid NOT NULL,
	"entity" text NOT NULL,
	"record_id" uuid NOT NULL,
	"title" text NOT NULL,
	"text" text DEFAULT '' NOT NULL,
	"folded" text NOT NULL,
	"words" "tsvector" NOT NULL,
	"owner_id" uuid,
	"is_private" boolean DEFAULT false NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "search_documents_workspace_id_entity_record_id_pk" PRIMARY KEY("workspace_id","entity","record_id"),
	CONSTRAINT "search_documents_entity" CHECK (entity in ('contact', 'organization', 'deal', 'activity', 'todo'))
);
--> statement-breakpoint
CREATE INDEX "search_documents_words" ON "search_documents" USING gin ("workspace_id","entity","words");--> statement-breakpoint
CREATE INDEX "search_documents_alike" ON "search_documents" USING gin ("workspace_id","entity","folded" gin_trgm_ops);--> statement-breakpoint
-- Search reads as patchbay_search (see platform/database/access-rules.ts): it asks for the workspace itself, so that the
-- indexes of full text and trigrams are used. Reach comes as arguments: $3 owners (null = everybody's), $4 the person.
-- Per kind the best $5 of at most 500 found: a word that everybody has is not ranked over the whole table.
CREATE FUNCTION public.search_records(query tsquery, kinds text[], owners uuid[], me uuid, at_most integer)
RETURNS TABLE (entity text, record_id uuid, title text, excerpt text, owner_id uuid, updated_at timestamptz, score real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  select kind, best.* from unnest($2) as kind cross join lateral (
    select found.record_id, found.title, left(found.text, 300), found.owner_id, found.updated_at,
           ts_rank('{0.1, 0.1, 0.1, 1.0}', found.words, $1, 1) as score
    from (
      select d.* from search_documents d
      where d.workspace_id = nullif(current_setting('patchbay.workspace', true), '')::uuid and d.entity = kind and d.words @@ $1
        and ($3 is null or d.owner_id is null or d.owner_id = any ($3)) and (not d.is_private or d.owner_id = $4)
      limit 500
    ) found
    order by score desc, found.updated_at desc, found.record_id
    limit $5
  ) best
$$;
--> statement-breakpoint
-- The same for words that are nearly right, by the trigrams of titles; the caller says how near by pg_trgm.word_similarity_threshold.
CREATE FUNCTION public.search_alike(query text, kinds text[], owners uuid[], me uuid, at_most integer)
RETURNS TABLE (entity text, record_id uuid, title text, excerpt text, owner_id uuid, updated_at timestamptz, score real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  select kind, best.* from unnest($2) as kind cross join lateral (
    select found.record_id, found.title, left(found.text, 300), found.owner_id, found.updated_at, word_similarity($1, found.folded) as score
    from (
      select d.* from search_documents d
      where d.workspace_id = nullif(current_setting('patchbay.workspace', true), '')::uuid and d.entity = kind and $1 <% d.folded
        and ($3 is null or d.owner_id is null or d.owner_id = any ($3)) and (not d.is_private or d.owner_id = $4)
      limit 500
    ) found
    order by score desc, found.updated_at desc, found.record_id
    limit $5
  ) best
$$;
