CREATE TABLE "record_exports" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"filter" jsonb NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"rows" integer DEFAULT 0 NOT NULL,
	"file_id" uuid,
	"job_id" uuid,
	"error" text,
	"actor" text NOT NULL,
	"finished_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "record_exports_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "record_exports_kind" CHECK (kind in ('contacts', 'organizations', 'deals', 'activities')),
	CONSTRAINT "record_exports_state" CHECK (state in ('running', 'done', 'failed'))
);
--> statement-breakpoint
ALTER TABLE "import_rows" ADD COLUMN "code" text;--> statement-breakpoint
ALTER TABLE "import_rows" ADD COLUMN "undone" text;--> statement-breakpoint
ALTER TABLE "import_rows" ADD COLUMN "undo_reason" text;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "dialect" jsonb;--> statement-breakpoint
CREATE INDEX "import_rows_by_record" ON "import_rows" USING btree ("workspace_id","import_id","record_id") WHERE record_id is not null;--> statement-breakpoint
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_undone" CHECK (undone in ('removed', 'put_back', 'kept'));