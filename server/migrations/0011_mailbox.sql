CREATE TABLE "email_copies" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"folder_id" uuid NOT NULL,
	"uid_validity" text NOT NULL,
	"uid" bigint NOT NULL,
	"message_id" uuid,
	"message_key" text,
	"reason" text,
	"flags" text[] DEFAULT '{}' NOT NULL,
	"size" integer,
	"missing_since" timestamp with time zone,
	"decided_at" timestamp with time zone NOT NULL,
	CONSTRAINT "email_copies_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "email_copies_uid" UNIQUE("workspace_id","folder_id","uid_validity","uid")
);
--> statement-breakpoint
CREATE TABLE "email_drafts" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"connection_id" uuid,
	"thread_id" uuid,
	"contact_id" uuid,
	"deal_id" uuid,
	"content" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_drafts_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "email_folders" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"path" text NOT NULL,
	"role" text,
	"uid_validity" text,
	"shrunken_since" timestamp with time zone,
	"remote" integer,
	"accounted" integer,
	"on_timeline" integer,
	"skipped" jsonb,
	"unexplained" integer,
	"checked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_folders_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "email_folders_path" UNIQUE("workspace_id","connection_id","path")
);
--> statement-breakpoint
CREATE TABLE "email_messages" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"message_key" text NOT NULL,
	"rfc_id" text,
	"thread_id" uuid NOT NULL,
	"activity_id" uuid,
	"direction" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text,
	"snippet" text,
	"text" text,
	"html" text,
	"from" jsonb,
	"to" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"cc" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"in_reply_to" text,
	"references" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"attachments" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"owner_user_id" uuid,
	"connection_id" uuid,
	"visibility" text NOT NULL,
	"is_seen" boolean DEFAULT true NOT NULL,
	"is_answered" boolean DEFAULT false NOT NULL,
	"trace" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_messages_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "email_messages_key" UNIQUE("workspace_id","message_key"),
	CONSTRAINT "email_messages_direction" CHECK ("email_messages"."direction" in ('inbound', 'outbound', 'internal')),
	CONSTRAINT "email_messages_visibility" CHECK ("email_messages"."visibility" in ('private', 'metadata', 'subject', 'everything'))
);
--> statement-breakpoint
CREATE TABLE "email_outgoing" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"user_id" uuid,
	"state" text NOT NULL,
	"rfc_id" text NOT NULL,
	"thread_id" uuid NOT NULL,
	"from" jsonb NOT NULL,
	"reply_to" jsonb,
	"to" jsonb NOT NULL,
	"cc" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"bcc" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"subject" text NOT NULL,
	"html" text,
	"text" text,
	"headers" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"in_reply_to" text,
	"references" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"files" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"tracked" boolean DEFAULT false NOT NULL,
	"contact_id" uuid,
	"deal_id" uuid,
	"activity_id" uuid,
	"provider_id" text,
	"error" text,
	"due_at" timestamp with time zone,
	"accepted_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_outgoing_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "email_outgoing_rfc_id" UNIQUE("workspace_id","rfc_id"),
	CONSTRAINT "email_outgoing_state" CHECK ("email_outgoing"."state" in ('scheduled', 'reserved', 'started', 'accepted', 'delivered', 'bounced', 'failed', 'unknown', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "email_outgoing_history" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"outgoing_id" uuid NOT NULL,
	"state" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"source" text NOT NULL,
	"event_key" text NOT NULL,
	"evidence" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "email_outgoing_history_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "email_outgoing_history_once" UNIQUE("workspace_id","outgoing_id","event_key")
);
--> statement-breakpoint
CREATE TABLE "email_replying" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"thread_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"until" timestamp with time zone NOT NULL,
	CONSTRAINT "email_replying_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "email_replying_person" UNIQUE("workspace_id","thread_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "email_thread_hints" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"hint" text NOT NULL,
	"message_key" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"seeks" boolean NOT NULL,
	CONSTRAINT "email_thread_hints_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "email_thread_hints_message" UNIQUE("workspace_id","hint","message_key")
);
--> statement-breakpoint
CREATE TABLE "email_thread_keys" (
	"workspace_id" uuid NOT NULL,
	"key" text NOT NULL,
	"thread_id" uuid NOT NULL,
	CONSTRAINT "email_thread_keys_workspace_id_key_pk" PRIMARY KEY("workspace_id","key")
);
--> statement-breakpoint
CREATE TABLE "email_thread_notes" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"thread_id" uuid NOT NULL,
	"user_id" uuid,
	"body" text NOT NULL,
	"mentions" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_thread_notes_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "email_threads" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"subject" text,
	"status" text DEFAULT 'open' NOT NULL,
	"assignee_id" uuid,
	"snooze_until" timestamp with time zone,
	"last_at" timestamp with time zone NOT NULL,
	"last_direction" text NOT NULL,
	"message_count" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_threads_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "email_threads_status" CHECK ("email_threads"."status" in ('open', 'waiting', 'snoozed', 'closed'))
);
--> statement-breakpoint
CREATE INDEX "email_copies_of_message" ON "email_copies" USING btree ("workspace_id","message_id");--> statement-breakpoint
CREATE INDEX "email_copies_of_key" ON "email_copies" USING btree ("workspace_id","message_key");--> statement-breakpoint
CREATE INDEX "email_copies_of_connection" ON "email_copies" USING btree ("workspace_id","connection_id");--> statement-breakpoint
CREATE INDEX "email_drafts_of_person" ON "email_drafts" USING btree ("workspace_id","user_id","updated_at");--> statement-breakpoint
CREATE INDEX "email_messages_of_thread" ON "email_messages" USING btree ("workspace_id","thread_id","sent_at");--> statement-breakpoint
CREATE INDEX "email_messages_of_activity" ON "email_messages" USING btree ("workspace_id","activity_id");--> statement-breakpoint
CREATE INDEX "email_outgoing_of_thread" ON "email_outgoing" USING btree ("workspace_id","thread_id");--> statement-breakpoint
CREATE INDEX "email_outgoing_due" ON "email_outgoing" USING btree ("workspace_id","state","due_at");--> statement-breakpoint
CREATE INDEX "email_outgoing_of_provider_id" ON "email_outgoing" USING btree ("workspace_id","provider_id");--> statement-breakpoint
CREATE INDEX "email_outgoing_history_of" ON "email_outgoing_history" USING btree ("workspace_id","outgoing_id","at");--> statement-breakpoint
CREATE INDEX "email_thread_hints_near" ON "email_thread_hints" USING btree ("workspace_id","hint","at");--> statement-breakpoint
CREATE INDEX "email_thread_keys_of_thread" ON "email_thread_keys" USING btree ("workspace_id","thread_id");--> statement-breakpoint
CREATE INDEX "email_thread_notes_of" ON "email_thread_notes" USING btree ("workspace_id","thread_id","created_at");--> statement-breakpoint
CREATE INDEX "email_threads_newest" ON "email_threads" USING btree ("workspace_id","last_at","id");--> statement-breakpoint
CREATE INDEX "email_threads_of_assignee" ON "email_threads" USING btree ("workspace_id","assignee_id","last_at");--> statement-breakpoint
CREATE INDEX "email_threads_snoozed" ON "email_threads" USING btree ("workspace_id","snooze_until") WHERE snooze_until is not null;