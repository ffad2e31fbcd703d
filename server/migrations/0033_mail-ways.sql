CREATE TABLE "email_pushes" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"external_id" text,
	"expires_at" timestamp with time zone,
	"last_message_at" timestamp with time zone,
	"refused_until" timestamp with time zone,
	"refused_because" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_pushes_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "email_pushes_connection" UNIQUE("workspace_id","connection_id")
);
--> statement-breakpoint
ALTER TABLE "email_outreach_settings" ADD COLUMN "transport_order" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "email_campaign_recipients_to_ask" ON "email_campaign_recipients" USING btree ("workspace_id","ask_at") WHERE state = 'unknown' and ask_at is not null;
