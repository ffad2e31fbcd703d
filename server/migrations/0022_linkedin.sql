CREATE TABLE "linkedin_accounts" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"expires_at" timestamp with time zone,
	"status" text NOT NULL,
	"introspected_at" timestamp with time zone,
	"told" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"last_challenge_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "linkedin_accounts_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "linkedin_accounts_connection" UNIQUE("workspace_id","connection_id")
);
--> statement-breakpoint
CREATE TABLE "linkedin_profile_fields" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid,
	"owner_user_id" uuid,
	"field" text NOT NULL,
	"value" text NOT NULL,
	"source" text NOT NULL,
	"fetched_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone,
	CONSTRAINT "linkedin_profile_fields_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "linkedin_quota" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"resource" text NOT NULL,
	"utc_day" text NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	"exhausted_at" timestamp with time zone,
	"exhausted_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "linkedin_quota_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "linkedin_quota_day" UNIQUE("workspace_id","connection_id","resource","utc_day")
);
--> statement-breakpoint
CREATE TABLE "linkedin_lead_forms" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"owner_urn" text NOT NULL,
	"form_id" text NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"locale" text NOT NULL,
	"questions" jsonb NOT NULL,
	"consents" jsonb NOT NULL,
	"legal_hash" text NOT NULL,
	"mapping" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"assignees" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"next_assignee" integer DEFAULT 0 NOT NULL,
	"create_deal" boolean DEFAULT false NOT NULL,
	"pipeline_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "linkedin_lead_forms_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "linkedin_lead_forms_external" UNIQUE("workspace_id","form_id")
);
--> statement-breakpoint
CREATE TABLE "linkedin_lead_news" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"response_id" text NOT NULL,
	"owner_urn" text NOT NULL,
	"lead_type" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "linkedin_lead_news_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "linkedin_lead_news_once" UNIQUE("workspace_id","connection_id","response_id")
);
--> statement-breakpoint
CREATE TABLE "linkedin_lead_owners" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"owner_urn" text NOT NULL,
	"lead_type" text NOT NULL,
	"name" text NOT NULL,
	"organization_urn" text,
	"problem" text,
	"subscription_id" text,
	"subscribed_url" text,
	"last_event_at" timestamp with time zone,
	"read_until" timestamp with time zone,
	"remote_count" integer,
	"counted_at" timestamp with time zone,
	"removed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "linkedin_lead_owners_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "linkedin_lead_owners_external" UNIQUE("workspace_id","connection_id","owner_urn","lead_type")
);
--> statement-breakpoint
CREATE TABLE "linkedin_leads" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid,
	"response_id" text NOT NULL,
	"owner_urn" text NOT NULL,
	"lead_type" text NOT NULL,
	"form_id" text NOT NULL,
	"form_version" integer NOT NULL,
	"form_name" text NOT NULL,
	"state" text NOT NULL,
	"is_test" boolean DEFAULT false NOT NULL,
	"contact_id" uuid,
	"deal_id" uuid,
	"activity_id" uuid,
	"assignee_id" uuid,
	"title" text NOT NULL,
	"answers" jsonb NOT NULL,
	"consents" jsonb NOT NULL,
	"hidden_fields" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"campaign" text,
	"creative" text,
	"received_by" text NOT NULL,
	"submitted_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"first_touch_at" timestamp with time zone,
	"first_touch_kind" text,
	"deleted_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "linkedin_leads_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "linkedin_leads_external" UNIQUE("workspace_id","response_id"),
	CONSTRAINT "linkedin_leads_state" CHECK ("linkedin_leads"."state" in ('open', 'touched', 'test', 'unreachable', 'deleted')),
	CONSTRAINT "linkedin_leads_received" CHECK ("linkedin_leads"."received_by" in ('webhook', 'sweep', 'manual'))
);
--> statement-breakpoint
CREATE TABLE "linkedin_changes" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"owner_user_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"since_at" timestamp with time zone,
	"until_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "linkedin_changes_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "linkedin_changes_kind" CHECK ("linkedin_changes"."kind" in ('new', 'gone', 'back', 'job_changed', 'slug_changed'))
);
--> statement-breakpoint
CREATE TABLE "linkedin_imports" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"owner_user_id" uuid NOT NULL,
	"source" text NOT NULL,
	"kind" text NOT NULL,
	"file_id" uuid,
	"file_name" text NOT NULL,
	"state" text NOT NULL,
	"job_id" uuid,
	"member_name" text,
	"member_slug" text,
	"exported_at" timestamp with time zone,
	"counts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"skipped" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"applied" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"changes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"warnings" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"columns" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"mapping" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"chosen" jsonb,
	"error" text,
	"applied_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "linkedin_imports_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "linkedin_imports_state" CHECK ("linkedin_imports"."state" in ('reading', 'review', 'applying', 'done', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "linkedin_invitations" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"owner_user_id" uuid NOT NULL,
	"invitation_key" text NOT NULL,
	"import_id" uuid NOT NULL,
	"direction" text NOT NULL,
	"name" text NOT NULL,
	"slug" text,
	"sent_at" timestamp with time zone NOT NULL,
	"message" text,
	"state" text NOT NULL,
	"contact_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "linkedin_invitations_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "linkedin_invitations_key" UNIQUE("workspace_id","owner_user_id","invitation_key"),
	CONSTRAINT "linkedin_invitations_state" CHECK ("linkedin_invitations"."state" in ('accepted', 'open', 'not_in_latest'))
);
--> statement-breakpoint
CREATE TABLE "linkedin_messages" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"owner_user_id" uuid NOT NULL,
	"message_key" text NOT NULL,
	"conversation_id" text NOT NULL,
	"import_id" uuid NOT NULL,
	"from_name" text NOT NULL,
	"from_slug" text,
	"direction" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"subject" text,
	"content" text NOT NULL,
	"is_inmail" boolean DEFAULT false NOT NULL,
	"activity_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "linkedin_messages_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "linkedin_messages_key" UNIQUE("workspace_id","owner_user_id","message_key")
);
--> statement-breakpoint
CREATE TABLE "linkedin_people" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"owner_user_id" uuid NOT NULL,
	"person_key" text NOT NULL,
	"slug" text,
	"first_name" text NOT NULL,
	"last_name" text NOT NULL,
	"email" text,
	"company" text,
	"position" text,
	"connected_on" date,
	"state" text NOT NULL,
	"first_import_id" uuid NOT NULL,
	"last_import_id" uuid NOT NULL,
	"contact_id" uuid,
	"match" text DEFAULT 'none' NOT NULL,
	"match_reason" text,
	"applied_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "linkedin_people_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "linkedin_people_key" UNIQUE("workspace_id","owner_user_id","person_key"),
	CONSTRAINT "linkedin_people_state" CHECK ("linkedin_people"."state" in ('connected', 'not_in_latest')),
	CONSTRAINT "linkedin_people_match_kind" CHECK ("linkedin_people"."match" in ('none', 'slug', 'email', 'suggested', 'accepted', 'rejected'))
);
--> statement-breakpoint
CREATE TABLE "linkedin_skipped_rows" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"file" text NOT NULL,
	"line" integer NOT NULL,
	"reason" text NOT NULL,
	"cells" jsonb NOT NULL,
	CONSTRAINT "linkedin_skipped_rows_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "linkedin_threads" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"owner_user_id" uuid NOT NULL,
	"conversation_id" text NOT NULL,
	"title" text NOT NULL,
	"slugs" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"names" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"is_group" boolean DEFAULT false NOT NULL,
	"is_inmail" boolean DEFAULT false NOT NULL,
	"messages" integer DEFAULT 0 NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"last_direction" text NOT NULL,
	"last_text" text NOT NULL,
	"contact_id" uuid,
	"is_shared" boolean DEFAULT false NOT NULL,
	"draft" text,
	"draft_state" text,
	"drafted_at" timestamp with time zone,
	"todo_id" uuid,
	"done_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "linkedin_threads_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "linkedin_threads_key" UNIQUE("workspace_id","owner_user_id","conversation_id"),
	CONSTRAINT "linkedin_threads_draft" CHECK ("linkedin_threads"."draft_state" in ('draft', 'sent_claimed', 'confirmed'))
);
--> statement-breakpoint
CREATE TABLE "linkedin_page_days" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"page_id" uuid NOT NULL,
	"day" date NOT NULL,
	"organic_followers" integer,
	"paid_followers" integer,
	"views" integer,
	"unique_views" integer,
	"impressions" integer,
	"clicks" integer,
	"likes" integer,
	"comments" integer,
	"shares" integer,
	CONSTRAINT "linkedin_page_days_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "linkedin_page_days_day" UNIQUE("workspace_id","page_id","day")
);
--> statement-breakpoint
CREATE TABLE "linkedin_pages" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"organization_id" text NOT NULL,
	"name" text NOT NULL,
	"vanity_name" text,
	"roles" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"followers" integer,
	"problem" text,
	"read_at" timestamp with time zone,
	"lost_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "linkedin_pages_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "linkedin_pages_external" UNIQUE("workspace_id","connection_id","organization_id")
);
--> statement-breakpoint
CREATE TABLE "linkedin_posts" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"page_id" uuid,
	"author_urn" text NOT NULL,
	"external_id" text NOT NULL,
	"commentary" text NOT NULL,
	"visibility" text NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"deleted_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "linkedin_posts_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "linkedin_posts_external" UNIQUE("workspace_id","external_id")
);
--> statement-breakpoint
CREATE INDEX "linkedin_profile_fields_connection" ON "linkedin_profile_fields" USING btree ("workspace_id","connection_id");--> statement-breakpoint
CREATE INDEX "linkedin_profile_fields_expiry" ON "linkedin_profile_fields" USING btree ("workspace_id","expires_at");--> statement-breakpoint
CREATE INDEX "linkedin_lead_forms_owner" ON "linkedin_lead_forms" USING btree ("workspace_id","connection_id","owner_urn");--> statement-breakpoint
CREATE INDEX "linkedin_leads_newest" ON "linkedin_leads" USING btree ("workspace_id","submitted_at","id");--> statement-breakpoint
CREATE INDEX "linkedin_leads_owner" ON "linkedin_leads" USING btree ("workspace_id","owner_urn","submitted_at");--> statement-breakpoint
CREATE INDEX "linkedin_leads_contact" ON "linkedin_leads" USING btree ("workspace_id","contact_id") WHERE contact_id is not null;--> statement-breakpoint
CREATE INDEX "linkedin_changes_newest" ON "linkedin_changes" USING btree ("workspace_id","owner_user_id","created_at");--> statement-breakpoint
CREATE INDEX "linkedin_imports_newest" ON "linkedin_imports" USING btree ("workspace_id","owner_user_id","created_at");--> statement-breakpoint
CREATE INDEX "linkedin_invitations_newest" ON "linkedin_invitations" USING btree ("workspace_id","owner_user_id","sent_at");--> statement-breakpoint
CREATE INDEX "linkedin_messages_thread" ON "linkedin_messages" USING btree ("workspace_id","owner_user_id","conversation_id","sent_at");--> statement-breakpoint
CREATE INDEX "linkedin_people_match" ON "linkedin_people" USING btree ("workspace_id","owner_user_id","match","id");--> statement-breakpoint
CREATE INDEX "linkedin_people_import" ON "linkedin_people" USING btree ("workspace_id","last_import_id");--> statement-breakpoint
CREATE INDEX "linkedin_people_slug" ON "linkedin_people" USING btree ("workspace_id","slug") WHERE slug is not null;--> statement-breakpoint
CREATE INDEX "linkedin_people_contact" ON "linkedin_people" USING btree ("workspace_id","contact_id") WHERE contact_id is not null;--> statement-breakpoint
CREATE INDEX "linkedin_skipped_rows_import" ON "linkedin_skipped_rows" USING btree ("workspace_id","import_id","line");--> statement-breakpoint
CREATE INDEX "linkedin_threads_newest" ON "linkedin_threads" USING btree ("workspace_id","owner_user_id","last_at","id");--> statement-breakpoint
CREATE INDEX "linkedin_threads_contact" ON "linkedin_threads" USING btree ("workspace_id","contact_id") WHERE contact_id is not null;--> statement-breakpoint
CREATE INDEX "linkedin_posts_page" ON "linkedin_posts" USING btree ("workspace_id","page_id","published_at");