CREATE TABLE "linkedin_lead_files" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"state" text NOT NULL,
	"job_id" uuid,
	"columns" jsonb NOT NULL,
	"sample" jsonb NOT NULL,
	"rows" integer NOT NULL,
	"mapping" jsonb NOT NULL,
	"is_remembered" boolean DEFAULT false NOT NULL,
	"choice" jsonb,
	"done" integer DEFAULT 0 NOT NULL,
	"kept" integer DEFAULT 0 NOT NULL,
	"skipped" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"by_user_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "linkedin_lead_files_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "linkedin_lead_files_state" CHECK ("linkedin_lead_files"."state" in ('mapping', 'applying', 'done'))
);
--> statement-breakpoint
CREATE TABLE "linkedin_lead_mappings" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"signature" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"choice" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "linkedin_lead_mappings_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "linkedin_lead_mappings_signature" UNIQUE("workspace_id","signature")
);
--> statement-breakpoint
ALTER TABLE "linkedin_leads" DROP CONSTRAINT "linkedin_leads_received";--> statement-breakpoint
ALTER TABLE "linkedin_lead_owners" ADD COLUMN "subscribed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "linkedin_people" ADD COLUMN "member_urn" text;--> statement-breakpoint
ALTER TABLE "linkedin_people" ADD COLUMN "todo_id" uuid;--> statement-breakpoint
ALTER TABLE "linkedin_threads" ADD COLUMN "member_urn" text;--> statement-breakpoint
CREATE INDEX "linkedin_lead_files_newest" ON "linkedin_lead_files" USING btree ("workspace_id","created_at");--> statement-breakpoint
ALTER TABLE "linkedin_leads" ADD CONSTRAINT "linkedin_leads_received" CHECK ("linkedin_leads"."received_by" in ('webhook', 'sweep', 'manual', 'file'));