CREATE TABLE "slack_pulses" (
	"workspace_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"event_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "slack_pulses_workspace_id_connection_id_pk" PRIMARY KEY("workspace_id","connection_id")
);
--> statement-breakpoint
ALTER TABLE "slack_channels" ADD COLUMN "digest_at" text DEFAULT '08:30';--> statement-breakpoint
ALTER TABLE "slack_channels" ADD COLUMN "time_zone" text;--> statement-breakpoint
ALTER TABLE "slack_channels" ADD COLUMN "last_digest_day" date;