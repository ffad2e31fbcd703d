CREATE TABLE "email_remote_copies" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"folder_id" uuid NOT NULL,
	"remote_id" text NOT NULL,
	"message_id" uuid,
	"message_key" text,
	"reason" text,
	"is_seen" boolean DEFAULT false NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	CONSTRAINT "email_remote_copies_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "email_remote_copies_remote" UNIQUE("workspace_id","folder_id","remote_id")
);
--> statement-breakpoint
CREATE INDEX "email_remote_copies_of_message" ON "email_remote_copies" USING btree ("workspace_id","message_id");--> statement-breakpoint
CREATE INDEX "email_remote_copies_of_key" ON "email_remote_copies" USING btree ("workspace_id","message_key");--> statement-breakpoint
ALTER TABLE "email_inbound_mails" DROP COLUMN "trace";