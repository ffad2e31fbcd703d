CREATE TABLE "voip_greetings" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"owner_kind" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"during" text NOT NULL,
	"text" text,
	"file_id" uuid,
	"content_type" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "voip_greetings_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "voip_greetings_of" UNIQUE("workspace_id","owner_kind","owner_id","during"),
	CONSTRAINT "voip_greetings_owner_kind" CHECK ("voip_greetings"."owner_kind" in ('person', 'number', 'queue')),
	CONSTRAINT "voip_greetings_during" CHECK ("voip_greetings"."during" in ('always', 'open', 'closed'))
);
--> statement-breakpoint
ALTER TABLE "voip_call_lists" DROP CONSTRAINT "voip_call_lists_place";--> statement-breakpoint
ALTER TABLE "voip_calls" ADD COLUMN "settle_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "voip_calls" ADD COLUMN "settle_looks" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "voip_call_lists" ADD COLUMN "not_before" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "voip_call_lists" ADD COLUMN "refusal" text;--> statement-breakpoint
ALTER TABLE "voip_call_lists" ADD COLUMN "skip_reason" text;--> statement-breakpoint
ALTER TABLE "voip_numbers" ADD COLUMN "open_hours" jsonb;--> statement-breakpoint
ALTER TABLE "voip_recordings" ADD COLUMN "transcribed_by" text;--> statement-breakpoint
ALTER TABLE "voip_recordings" ADD COLUMN "transcribed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "voip_recordings" ADD COLUMN "pause" jsonb;--> statement-breakpoint
CREATE INDEX "voip_calls_unsettled" ON "voip_calls" USING btree ("workspace_id","settle_at") WHERE settle_at is not null;--> statement-breakpoint
-- by hand: a number that waits twice in one list would keep the index from being made.
DELETE FROM "voip_call_lists" l USING "voip_call_lists" first WHERE first.workspace_id = l.workspace_id AND first.user_id = l.user_id AND first.number = l.number AND first.done_at IS NULL AND l.done_at IS NULL AND first.id < l.id;--> statement-breakpoint
CREATE UNIQUE INDEX "voip_call_lists_waiting" ON "voip_call_lists" USING btree ("workspace_id","user_id","number") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "voip_call_lists_order" ON "voip_call_lists" USING btree ("workspace_id","user_id","position");