CREATE TABLE "calendar_creations" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"calendar_id" uuid NOT NULL,
	"name" text NOT NULL,
	"external_id" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "calendar_creations_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "calendar_creations_name" UNIQUE("workspace_id","calendar_id","name")
);
--> statement-breakpoint
ALTER TABLE "linkedin_lead_news" ADD COLUMN "claimed_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "voip_agents" ADD COLUMN "browser_connection_id" uuid;--> statement-breakpoint
ALTER TABLE "linkedin_lead_news" DROP COLUMN "tries";