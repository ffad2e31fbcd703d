CREATE TABLE "calendar_decisions" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"calendar_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"decisions" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "calendar_decisions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "calendar_calendars" ADD COLUMN "version" text;--> statement-breakpoint
ALTER TABLE "calendar_calendars" ADD COLUMN "writes" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "calendar_calendars" ADD COLUMN "shows" text DEFAULT 'details' NOT NULL;--> statement-breakpoint
CREATE INDEX "calendar_decisions_event" ON "calendar_decisions" USING btree ("workspace_id","calendar_id","external_id");--> statement-breakpoint
ALTER TABLE "calendar_calendars" ADD CONSTRAINT "calendar_calendars_shows" CHECK ("calendar_calendars"."shows" in ('details', 'busy', 'nothing'));