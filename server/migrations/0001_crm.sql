CREATE TABLE "deal_contacts" (
	"workspace_id" uuid NOT NULL,
	"deal_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"role" text DEFAULT 'other' NOT NULL,
	CONSTRAINT "deal_contacts_workspace_id_deal_id_contact_id_pk" PRIMARY KEY("workspace_id","deal_id","contact_id"),
	CONSTRAINT "deal_contacts_role" CHECK (role in ('decision_maker', 'champion', 'influencer', 'user', 'billing', 'other'))
);
--> statement-breakpoint
CREATE TABLE "deals" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"amount" numeric(15, 2),
	"currency" text NOT NULL,
	"organization_id" uuid,
	"pipeline_id" uuid NOT NULL,
	"stage" text NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"stage_since" timestamp with time zone DEFAULT now() NOT NULL,
	"probability" integer NOT NULL,
	"expected_close_date" date,
	"actual_close_date" date,
	"loss_reason" text,
	"loss_reason_detail" text,
	"lead_source" text,
	"next_step" text,
	"last_activity_at" timestamp with time zone,
	"position" integer DEFAULT 0 NOT NULL,
	"owner_id" uuid,
	"custom_fields" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"record_state" text DEFAULT 'live' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "deals_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "deals_status" CHECK (status in ('open', 'won', 'lost')),
	CONSTRAINT "deals_loss_reason" CHECK (loss_reason in ('price', 'competitor', 'timing', 'budget', 'no_decision', 'requirements', 'other')),
	CONSTRAINT "deals_lead_source" CHECK (lead_source in ('website', 'referral', 'linkedin', 'email_campaign', 'event', 'cold_outreach', 'inbound', 'partner', 'other')),
	CONSTRAINT "deals_state" CHECK (record_state in ('live', 'merged', 'deleted')),
	CONSTRAINT "deals_probability" CHECK (probability between 0 and 100),
	CONSTRAINT "deals_currency" CHECK (currency ~ '^[A-Z]{3}$')
);
--> statement-breakpoint
CREATE TABLE "pipelines" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"is_default" boolean DEFAULT false NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "pipelines_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "pipelines_name" UNIQUE("workspace_id","name")
);
--> statement-breakpoint
CREATE TABLE "deal_stage_changes" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"deal_id" uuid NOT NULL,
	"pipeline_id" uuid NOT NULL,
	"from_stage" text,
	"to_stage" text NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "deal_stage_changes_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "pipeline_stages" (
	"workspace_id" uuid NOT NULL,
	"pipeline_id" uuid NOT NULL,
	"key" text NOT NULL,
	"title" text NOT NULL,
	"outcome" text DEFAULT 'open' NOT NULL,
	"probability" integer NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "pipeline_stages_workspace_id_pipeline_id_key_pk" PRIMARY KEY("workspace_id","pipeline_id","key"),
	CONSTRAINT "pipeline_stages_outcome" CHECK (outcome in ('open', 'won', 'lost')),
	CONSTRAINT "pipeline_stages_probability" CHECK (probability between 0 and 100)
);
--> statement-breakpoint
CREATE TABLE "custom_fields" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"entity" text NOT NULL,
	"key" text NOT NULL,
	"label" text NOT NULL,
	"type" text NOT NULL,
	"options" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"is_required" boolean DEFAULT false NOT NULL,
	"is_unique" boolean DEFAULT false NOT NULL,
	"visible_to" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"editable_by" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "custom_fields_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "custom_fields_key" UNIQUE("workspace_id","entity","key"),
	CONSTRAINT "custom_fields_entity" CHECK (entity in ('contact', 'organization', 'deal')),
	CONSTRAINT "custom_fields_type" CHECK (type in ('text', 'number', 'date', 'money', 'select', 'multiselect', 'user', 'url', 'bool'))
);
--> statement-breakpoint
CREATE TABLE "custom_values" (
	"workspace_id" uuid NOT NULL,
	"field_id" uuid NOT NULL,
	"record_id" uuid NOT NULL,
	"text" text DEFAULT '' NOT NULL,
	"number" double precision,
	CONSTRAINT "custom_values_workspace_id_field_id_record_id_text_pk" PRIMARY KEY("workspace_id","field_id","record_id","text")
);
--> statement-breakpoint
CREATE TABLE "external_refs" (
	"workspace_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"entity" text NOT NULL,
	"external_id" text NOT NULL,
	"record_id" uuid NOT NULL,
	"etag" text,
	"synced_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "external_refs_workspace_id_connection_id_entity_external_id_pk" PRIMARY KEY("workspace_id","connection_id","entity","external_id"),
	CONSTRAINT "external_refs_entity" CHECK (entity in ('contact', 'organization', 'deal'))
);
--> statement-breakpoint
CREATE TABLE "field_changes" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"entity" text NOT NULL,
	"record_id" uuid NOT NULL,
	"field" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"source" text NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "field_changes_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "record_tags" (
	"workspace_id" uuid NOT NULL,
	"tag_id" uuid NOT NULL,
	"entity" text NOT NULL,
	"record_id" uuid NOT NULL,
	CONSTRAINT "record_tags_workspace_id_tag_id_record_id_pk" PRIMARY KEY("workspace_id","tag_id","record_id"),
	CONSTRAINT "record_tags_entity" CHECK (entity in ('contact', 'organization', 'deal'))
);
--> statement-breakpoint
CREATE TABLE "segments" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"entity" text DEFAULT 'contact' NOT NULL,
	"filter" jsonb NOT NULL,
	"owner_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "segments_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "segments_name" UNIQUE("workspace_id","name"),
	CONSTRAINT "segments_entity" CHECK (entity in ('contact', 'organization', 'deal'))
);
--> statement-breakpoint
CREATE TABLE "tags" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"color" text DEFAULT 'gray' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tags_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "tags_name" UNIQUE("workspace_id","name")
);
--> statement-breakpoint
CREATE TABLE "views" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"entity" text NOT NULL,
	"name" text NOT NULL,
	"filter" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"sort" text,
	"columns" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"layout" text DEFAULT 'list' NOT NULL,
	"owner_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "views_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "views_entity" CHECK (entity in ('contact', 'organization', 'deal'))
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"purpose" text NOT NULL,
	"basis" text NOT NULL,
	"text_version" text,
	"source" text NOT NULL,
	"given_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "consents_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "consents_channel" CHECK (channel in ('email', 'call', 'sms', 'linkedin')),
	CONSTRAINT "consents_basis" CHECK (basis in ('consent', 'contract', 'legitimate_interest', 'legal_obligation'))
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"first_name" text DEFAULT '' NOT NULL,
	"last_name" text DEFAULT '' NOT NULL,
	"job_title" text,
	"organization_id" uuid,
	"lifecycle_stage" text DEFAULT 'lead' NOT NULL,
	"lead_source" text,
	"linkedin_url" text,
	"twitter_handle" text,
	"website" text,
	"address_line1" text,
	"address_line2" text,
	"city" text,
	"state" text,
	"postal_code" text,
	"country" text,
	"description" text,
	"time_zone" text,
	"locale" text,
	"no_email" boolean DEFAULT false NOT NULL,
	"no_call" boolean DEFAULT false NOT NULL,
	"no_sms" boolean DEFAULT false NOT NULL,
	"no_linkedin" boolean DEFAULT false NOT NULL,
	"primary_email" text,
	"primary_phone" text,
	"last_contacted_at" timestamp with time zone,
	"last_emailed_at" timestamp with time zone,
	"merged_into_id" uuid,
	"owner_id" uuid,
	"custom_fields" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"record_state" text DEFAULT 'live' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contacts_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "contacts_lifecycle" CHECK (lifecycle_stage in ('subscriber', 'lead', 'marketing_qualified', 'sales_qualified', 'opportunity', 'customer', 'evangelist', 'other')),
	CONSTRAINT "contacts_lead_source" CHECK (lead_source in ('website', 'referral', 'linkedin', 'email_campaign', 'event', 'cold_outreach', 'inbound', 'partner', 'other')),
	CONSTRAINT "contacts_state" CHECK (record_state in ('live', 'merged', 'deleted'))
);
--> statement-breakpoint
CREATE TABLE "duplicate_pairs" (
	"workspace_id" uuid NOT NULL,
	"first_id" uuid NOT NULL,
	"second_id" uuid NOT NULL,
	"score" integer NOT NULL,
	"reasons" jsonb NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"decided_by" text,
	"found_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "duplicate_pairs_workspace_id_first_id_second_id_pk" PRIMARY KEY("workspace_id","first_id","second_id"),
	CONSTRAINT "duplicate_pairs_state" CHECK (state in ('open', 'dismissed', 'merged'))
);
--> statement-breakpoint
CREATE TABLE "contact_identities" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"display" text,
	"label" text,
	"is_primary" boolean DEFAULT false NOT NULL,
	"is_verified" boolean DEFAULT false NOT NULL,
	"is_shared" boolean DEFAULT false NOT NULL,
	"source" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contact_identities_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "contact_identities_once" UNIQUE("workspace_id","contact_id","kind","value"),
	CONSTRAINT "contact_identities_kind" CHECK (kind in ('email', 'phone', 'linkedin', 'twitter', 'slack'))
);
--> statement-breakpoint
CREATE TABLE "merges" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"winner_id" uuid NOT NULL,
	"loser_id" uuid NOT NULL,
	"undo" jsonb NOT NULL,
	"actor" text NOT NULL,
	"merged_at" timestamp with time zone DEFAULT now() NOT NULL,
	"undone_at" timestamp with time zone,
	CONSTRAINT "merges_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "organization_domains" (
	"workspace_id" uuid NOT NULL,
	"domain" text NOT NULL,
	"organization_id" uuid NOT NULL,
	"is_primary" boolean DEFAULT true NOT NULL,
	CONSTRAINT "organization_domains_workspace_id_domain_pk" PRIMARY KEY("workspace_id","domain")
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"industry" text,
	"employee_count" text,
	"annual_revenue" text,
	"annual_revenue_currency" text,
	"phone" text,
	"email" text,
	"website" text,
	"address_line1" text,
	"address_line2" text,
	"city" text,
	"state" text,
	"postal_code" text,
	"country" text,
	"lifecycle_stage" text DEFAULT 'lead' NOT NULL,
	"linkedin_url" text,
	"twitter_handle" text,
	"description" text,
	"time_zone" text,
	"last_contacted_at" timestamp with time zone,
	"owner_id" uuid,
	"custom_fields" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"record_state" text DEFAULT 'live' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organizations_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "organizations_lifecycle" CHECK (lifecycle_stage in ('lead', 'qualified', 'opportunity', 'customer', 'evangelist', 'other')),
	CONSTRAINT "organizations_industry" CHECK (industry in ('technology', 'finance', 'healthcare', 'manufacturing', 'retail', 'education', 'real_estate', 'consulting', 'media', 'transportation', 'energy', 'telecommunications', 'hospitality', 'other')),
	CONSTRAINT "organizations_employees" CHECK (employee_count in ('1-10', '11-50', '51-200', '201-500', '501-1000', '1001-5000', '5001+')),
	CONSTRAINT "organizations_state" CHECK (record_state in ('live', 'merged', 'deleted'))
);
--> statement-breakpoint
CREATE TABLE "activities" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"direction" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"subject" text,
	"snippet" text,
	"body" text,
	"status" text,
	"owner_id" uuid,
	"visibility" text DEFAULT 'everything' NOT NULL,
	"deal_id" uuid,
	"organization_id" uuid,
	"source_key" text NOT NULL,
	"integration" text,
	"provider" text,
	"connection_id" uuid,
	"external_id" text,
	"thread_id" text,
	"url" text,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "activities_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "activities_source" UNIQUE("workspace_id","source_key"),
	CONSTRAINT "activities_kind" CHECK (kind in ('call', 'email', 'meeting', 'message', 'note', 'task', 'profile_update')),
	CONSTRAINT "activities_direction" CHECK (direction in ('inbound', 'outbound', 'internal')),
	CONSTRAINT "activities_visibility" CHECK (visibility in ('private', 'metadata', 'subject', 'everything'))
);
--> statement-breakpoint
CREATE TABLE "activity_participants" (
	"workspace_id" uuid NOT NULL,
	"activity_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"contact_id" uuid,
	"user_id" uuid,
	"address" text NOT NULL,
	"name" text,
	"role" text NOT NULL,
	CONSTRAINT "activity_participants_workspace_id_activity_id_position_pk" PRIMARY KEY("workspace_id","activity_id","position")
);
--> statement-breakpoint
CREATE TABLE "timeline_entries" (
	"workspace_id" uuid NOT NULL,
	"entity" text NOT NULL,
	"record_id" uuid NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"activity_id" uuid NOT NULL,
	"kind" text NOT NULL,
	CONSTRAINT "timeline_entries_workspace_id_record_id_occurred_at_activity_id_pk" PRIMARY KEY("workspace_id","record_id","occurred_at","activity_id"),
	CONSTRAINT "timeline_entries_entity" CHECK (entity in ('contact', 'organization', 'deal'))
);
--> statement-breakpoint
CREATE TABLE "todos" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"title" text NOT NULL,
	"description" text,
	"owner_id" uuid,
	"due_at" timestamp with time zone,
	"remind_at" timestamp with time zone,
	"priority" text DEFAULT 'normal' NOT NULL,
	"contact_id" uuid,
	"organization_id" uuid,
	"deal_id" uuid,
	"completed_at" timestamp with time zone,
	"outcome" text,
	"created_by" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "todos_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "todos_priority" CHECK (priority in ('low', 'normal', 'high'))
);
--> statement-breakpoint
CREATE TABLE "absences" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"deputy_id" uuid,
	"note" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "absences_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "absences_order" CHECK (ends_at > starts_at)
);
--> statement-breakpoint
CREATE TABLE "business_hours" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"team_id" uuid,
	"time_zone" text NOT NULL,
	"week" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "business_hours_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "business_hours_team" UNIQUE NULLS NOT DISTINCT("workspace_id","team_id")
);
--> statement-breakpoint
CREATE TABLE "crm_settings" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"default_country" text DEFAULT 'US' NOT NULL,
	"currency" text DEFAULT 'USD' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "holidays" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"team_id" uuid,
	"day" date NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "holidays_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "holidays_once" UNIQUE NULLS NOT DISTINCT("workspace_id","team_id","day")
);
--> statement-breakpoint
CREATE TABLE "import_rows" (
	"workspace_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"result" text NOT NULL,
	"reason" text,
	"record_id" uuid,
	"version" integer,
	"before" jsonb,
	CONSTRAINT "import_rows_workspace_id_import_id_line_pk" PRIMARY KEY("workspace_id","import_id","line"),
	CONSTRAINT "import_rows_result" CHECK (result in ('created', 'updated', 'skipped'))
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"file_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"state" text NOT NULL,
	"columns" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"mapping" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"on_existing" text DEFAULT 'fill_empty' NOT NULL,
	"counts" jsonb DEFAULT '{"read":0,"created":0,"updated":0,"skipped":{}}'::jsonb NOT NULL,
	"applied_lines" integer DEFAULT 0 NOT NULL,
	"job_id" uuid,
	"error" text,
	"actor" text NOT NULL,
	"actor_user_id" uuid,
	"applied_at" timestamp with time zone,
	"undone_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "imports_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "imports_kind" CHECK (kind in ('contacts', 'organizations', 'deals', 'activities', 'leads')),
	CONSTRAINT "imports_state" CHECK (state in ('reading', 'mapping', 'review', 'applying', 'done', 'failed', 'undone'))
);
--> statement-breakpoint
CREATE TABLE "role_reach" (
	"workspace_id" uuid NOT NULL,
	"role" text NOT NULL,
	"read" text NOT NULL,
	"write" text NOT NULL,
	CONSTRAINT "role_reach_workspace_id_role_pk" PRIMARY KEY("workspace_id","role"),
	CONSTRAINT "role_reach_read" CHECK (read in ('own', 'team', 'all')),
	CONSTRAINT "role_reach_write" CHECK (write in ('own', 'team', 'all'))
);
--> statement-breakpoint
ALTER TABLE "deal_contacts" ADD CONSTRAINT "deal_contacts_deal" FOREIGN KEY ("workspace_id","deal_id") REFERENCES "public"."deals"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_contacts" ADD CONSTRAINT "deal_contacts_contact" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contacts"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deals" ADD CONSTRAINT "deals_organization" FOREIGN KEY ("workspace_id","organization_id") REFERENCES "public"."organizations"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deals" ADD CONSTRAINT "deals_stage" FOREIGN KEY ("workspace_id","pipeline_id","stage") REFERENCES "public"."pipeline_stages"("workspace_id","pipeline_id","key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_stage_changes" ADD CONSTRAINT "deal_stage_changes_deal" FOREIGN KEY ("workspace_id","deal_id") REFERENCES "public"."deals"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pipeline_stages" ADD CONSTRAINT "pipeline_stages_pipeline" FOREIGN KEY ("workspace_id","pipeline_id") REFERENCES "public"."pipelines"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "custom_values" ADD CONSTRAINT "custom_values_field" FOREIGN KEY ("workspace_id","field_id") REFERENCES "public"."custom_fields"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record_tags" ADD CONSTRAINT "record_tags_tag" FOREIGN KEY ("workspace_id","tag_id") REFERENCES "public"."tags"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_contact" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contacts"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_organization" FOREIGN KEY ("workspace_id","organization_id") REFERENCES "public"."organizations"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duplicate_pairs" ADD CONSTRAINT "duplicate_pairs_first" FOREIGN KEY ("workspace_id","first_id") REFERENCES "public"."contacts"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duplicate_pairs" ADD CONSTRAINT "duplicate_pairs_second_contact" FOREIGN KEY ("workspace_id","second_id") REFERENCES "public"."contacts"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_identities" ADD CONSTRAINT "contact_identities_contact" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contacts"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_domains" ADD CONSTRAINT "organization_domains_organization" FOREIGN KEY ("workspace_id","organization_id") REFERENCES "public"."organizations"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_deal" FOREIGN KEY ("workspace_id","deal_id") REFERENCES "public"."deals"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_organization" FOREIGN KEY ("workspace_id","organization_id") REFERENCES "public"."organizations"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_participants" ADD CONSTRAINT "activity_participants_activity" FOREIGN KEY ("workspace_id","activity_id") REFERENCES "public"."activities"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_participants" ADD CONSTRAINT "activity_participants_contact" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contacts"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "timeline_entries" ADD CONSTRAINT "timeline_entries_activity" FOREIGN KEY ("workspace_id","activity_id") REFERENCES "public"."activities"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "todos" ADD CONSTRAINT "todos_contact" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contacts"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "todos" ADD CONSTRAINT "todos_organization" FOREIGN KEY ("workspace_id","organization_id") REFERENCES "public"."organizations"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "todos" ADD CONSTRAINT "todos_deal" FOREIGN KEY ("workspace_id","deal_id") REFERENCES "public"."deals"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deal_contacts_of_contact" ON "deal_contacts" USING btree ("workspace_id","contact_id");--> statement-breakpoint
CREATE INDEX "deals_newest" ON "deals" USING btree ("workspace_id","created_at","id") WHERE record_state = 'live';--> statement-breakpoint
CREATE INDEX "deals_by_stage" ON "deals" USING btree ("workspace_id","pipeline_id","stage","id") WHERE record_state = 'live';--> statement-breakpoint
CREATE INDEX "deals_by_owner" ON "deals" USING btree ("workspace_id","owner_id","status","id") WHERE record_state = 'live';--> statement-breakpoint
CREATE INDEX "deals_of_organization" ON "deals" USING btree ("workspace_id","organization_id","id");--> statement-breakpoint
CREATE INDEX "deals_closing" ON "deals" USING btree ("workspace_id","status","expected_close_date","id") WHERE record_state = 'live';--> statement-breakpoint
CREATE INDEX "deal_stage_changes_of" ON "deal_stage_changes" USING btree ("workspace_id","deal_id","at");--> statement-breakpoint
CREATE INDEX "deal_stage_changes_newest" ON "deal_stage_changes" USING btree ("workspace_id","at");--> statement-breakpoint
CREATE INDEX "custom_values_by_text" ON "custom_values" USING btree ("workspace_id","field_id","text","record_id");--> statement-breakpoint
CREATE INDEX "custom_values_by_number" ON "custom_values" USING btree ("workspace_id","field_id","number","record_id");--> statement-breakpoint
CREATE INDEX "custom_values_of" ON "custom_values" USING btree ("workspace_id","record_id");--> statement-breakpoint
CREATE INDEX "external_refs_of" ON "external_refs" USING btree ("workspace_id","record_id");--> statement-breakpoint
CREATE INDEX "field_changes_of" ON "field_changes" USING btree ("workspace_id","record_id","field","id");--> statement-breakpoint
CREATE INDEX "record_tags_of" ON "record_tags" USING btree ("workspace_id","record_id");--> statement-breakpoint
CREATE INDEX "views_of" ON "views" USING btree ("workspace_id","entity");--> statement-breakpoint
CREATE INDEX "consents_of" ON "consents" USING btree ("workspace_id","contact_id","channel");--> statement-breakpoint
CREATE INDEX "contacts_newest" ON "contacts" USING btree ("workspace_id","created_at","id") WHERE record_state = 'live';--> statement-breakpoint
CREATE INDEX "contacts_by_name" ON "contacts" USING btree ("workspace_id","last_name","first_name","id") WHERE record_state = 'live';--> statement-breakpoint
CREATE INDEX "contacts_by_owner" ON "contacts" USING btree ("workspace_id","owner_id","id") WHERE record_state = 'live';--> statement-breakpoint
CREATE INDEX "contacts_by_stage" ON "contacts" USING btree ("workspace_id","lifecycle_stage","owner_id","id") WHERE record_state = 'live';--> statement-breakpoint
CREATE INDEX "contacts_by_country" ON "contacts" USING btree ("workspace_id","country","last_contacted_at","id") WHERE record_state = 'live';--> statement-breakpoint
CREATE INDEX "contacts_of_organization" ON "contacts" USING btree ("workspace_id","organization_id","id");--> statement-breakpoint
CREATE INDEX "contacts_merged_into" ON "contacts" USING btree ("workspace_id","merged_into_id") WHERE merged_into_id is not null;--> statement-breakpoint
CREATE INDEX "duplicate_pairs_second" ON "duplicate_pairs" USING btree ("workspace_id","second_id");--> statement-breakpoint
CREATE INDEX "duplicate_pairs_open" ON "duplicate_pairs" USING btree ("workspace_id","found_at") WHERE state = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "contact_identities_match" ON "contact_identities" USING btree ("workspace_id","kind","value") WHERE not is_shared;--> statement-breakpoint
CREATE INDEX "merges_of_loser" ON "merges" USING btree ("workspace_id","loser_id");--> statement-breakpoint
CREATE INDEX "merges_of_winner" ON "merges" USING btree ("workspace_id","winner_id");--> statement-breakpoint
CREATE INDEX "organization_domains_of" ON "organization_domains" USING btree ("workspace_id","organization_id");--> statement-breakpoint
CREATE INDEX "organizations_by_name" ON "organizations" USING btree ("workspace_id","name","id") WHERE record_state = 'live';--> statement-breakpoint
CREATE INDEX "organizations_by_owner" ON "organizations" USING btree ("workspace_id","owner_id","id") WHERE record_state = 'live';--> statement-breakpoint
CREATE INDEX "organizations_newest" ON "organizations" USING btree ("workspace_id","created_at","id") WHERE record_state = 'live';--> statement-breakpoint
CREATE INDEX "activities_newest" ON "activities" USING btree ("workspace_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "activities_of_thread" ON "activities" USING btree ("workspace_id","thread_id","occurred_at") WHERE thread_id is not null;--> statement-breakpoint
CREATE INDEX "activities_of_owner" ON "activities" USING btree ("workspace_id","owner_id","occurred_at");--> statement-breakpoint
CREATE INDEX "activity_participants_of_contact" ON "activity_participants" USING btree ("workspace_id","contact_id") WHERE contact_id is not null;--> statement-breakpoint
CREATE INDEX "timeline_entries_of_activity" ON "timeline_entries" USING btree ("workspace_id","activity_id");--> statement-breakpoint
CREATE INDEX "todos_due" ON "todos" USING btree ("workspace_id","owner_id","due_at","id") WHERE completed_at is null;--> statement-breakpoint
CREATE INDEX "todos_of_contact" ON "todos" USING btree ("workspace_id","contact_id") WHERE contact_id is not null;--> statement-breakpoint
CREATE INDEX "todos_of_deal" ON "todos" USING btree ("workspace_id","deal_id") WHERE deal_id is not null;--> statement-breakpoint
CREATE INDEX "absences_of" ON "absences" USING btree ("workspace_id","user_id","ends_at");--> statement-breakpoint
CREATE INDEX "import_rows_by_result" ON "import_rows" USING btree ("workspace_id","import_id","result","line");