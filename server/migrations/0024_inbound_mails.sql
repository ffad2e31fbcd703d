CREATE TABLE "email_inbound_mails" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"form" text,
	"content_type" text NOT NULL,
	"event_id" text NOT NULL,
	"message_key" text,
	"message_id" uuid,
	"reason" text,
	"trace" text[] DEFAULT '{}' NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	CONSTRAINT "email_inbound_mails_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "email_inbound_mails_event" UNIQUE("workspace_id","connection_id","event_id")
);
--> statement-breakpoint
CREATE INDEX "email_inbound_mails_key" ON "email_inbound_mails" USING btree ("workspace_id","message_key");