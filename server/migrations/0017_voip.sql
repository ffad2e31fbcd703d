CREATE TABLE "voip_call_events" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"call_id" uuid NOT NULL,
	"dedupe_key" text NOT NULL,
	"type" text NOT NULL,
	"leg_id" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "voip_call_events_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "voip_call_events_once" UNIQUE("workspace_id","call_id","dedupe_key")
);
--> statement-breakpoint
CREATE TABLE "voip_calls" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid,
	"provider" text NOT NULL,
	"external_id" text,
	"direction" text NOT NULL,
	"purpose" text NOT NULL,
	"state" text DEFAULT 'requested' NOT NULL,
	"from_number" text NOT NULL,
	"to_number" text NOT NULL,
	"counterpart" text,
	"is_withheld" boolean DEFAULT false NOT NULL,
	"own_number" text,
	"user_id" uuid,
	"contact_id" uuid,
	"deal_id" uuid,
	"organization_id" uuid,
	"match" jsonb,
	"via" text,
	"is_recorded" boolean DEFAULT false NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"queued_at" timestamp with time zone,
	"ringing_at" timestamp with time zone,
	"answered_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"ring_seconds" integer,
	"wait_seconds" integer,
	"talk_seconds" integer,
	"hold_seconds" integer DEFAULT 0 NOT NULL,
	"billed_seconds" integer,
	"disposition" text,
	"outcome" text,
	"outcome_fields" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"hangup_cause" text,
	"hangup_by" text,
	"answered_by" text,
	"stir" text,
	"caller_name" text,
	"cost_amount" numeric(12, 5),
	"cost_currency" text,
	"notes" text,
	"legs" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"room" jsonb,
	"guard" jsonb,
	"flow_version_id" uuid,
	"queue_id" uuid,
	"activity_id" uuid,
	"told" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"source" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "voip_calls_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "voip_calls_direction" CHECK ("voip_calls"."direction" in ('inbound', 'outbound')),
	CONSTRAINT "voip_calls_state" CHECK ("voip_calls"."state" in ('requested', 'queued', 'ringing', 'answered', 'ended'))
);
--> statement-breakpoint
CREATE TABLE "voip_identities" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"e164" text NOT NULL,
	"caller_name" text,
	"first_seen_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"contact_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "voip_identities_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "voip_identities_number" UNIQUE("workspace_id","e164")
);
--> statement-breakpoint
CREATE TABLE "voip_flow_answers" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"call_id" uuid NOT NULL,
	"node_id" text NOT NULL,
	"label" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "voip_flow_answers_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "voip_flow_answers_node" UNIQUE("workspace_id","call_id","node_id")
);
--> statement-breakpoint
CREATE TABLE "voip_flow_versions" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"flow_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"definition" jsonb NOT NULL,
	"published_by" uuid,
	"published_at" timestamp with time zone NOT NULL,
	CONSTRAINT "voip_flow_versions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "voip_flow_versions_number" UNIQUE("workspace_id","flow_id","number")
);
--> statement-breakpoint
CREATE TABLE "voip_flows" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"draft" jsonb NOT NULL,
	"published_version_id" uuid,
	"removed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "voip_flows_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "voip_dirty_days" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"day" date NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "voip_dirty_days_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "voip_dirty_days_day" UNIQUE("workspace_id","day")
);
--> statement-breakpoint
CREATE TABLE "voip_ledger_days" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"day" date NOT NULL,
	"remote" integer NOT NULL,
	"held" integer NOT NULL,
	"unexplained" integer NOT NULL,
	"cost" numeric(14, 5) NOT NULL,
	"digest" text NOT NULL,
	"previous" text,
	"closed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "voip_ledger_days_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "voip_ledger_days_day" UNIQUE("workspace_id","connection_id","day")
);
--> statement-breakpoint
CREATE TABLE "voip_ledger_runs" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"to_at" timestamp with time zone NOT NULL,
	"checked_at" timestamp with time zone NOT NULL,
	"remote" integer NOT NULL,
	"held" integer NOT NULL,
	"added" integer NOT NULL,
	"mended" integer NOT NULL,
	"unexplained" jsonb NOT NULL,
	"recordings_remote" integer NOT NULL,
	"recordings_held" integer NOT NULL,
	CONSTRAINT "voip_ledger_runs_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "voip_rollups" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"scope" text NOT NULL,
	"day" date NOT NULL,
	"hour" integer NOT NULL,
	"user_id" uuid NOT NULL,
	"own_number" text NOT NULL,
	"direction" text NOT NULL,
	"offered" integer NOT NULL,
	"answered" integer NOT NULL,
	"missed" integer NOT NULL,
	"abandoned" integer NOT NULL,
	"short_abandoned" integer NOT NULL,
	"voicemails" integer NOT NULL,
	"attempts" integer NOT NULL,
	"connected" integer NOT NULL,
	"talk_seconds" integer NOT NULL,
	"hold_seconds" integer NOT NULL,
	"billed_seconds" integer NOT NULL,
	"cost" numeric(14, 5) NOT NULL,
	"waits" jsonb NOT NULL,
	"patience" jsonb NOT NULL,
	CONSTRAINT "voip_rollups_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "voip_rollups_key" UNIQUE("workspace_id","scope","day","hour","user_id","own_number","direction")
);
--> statement-breakpoint
CREATE TABLE "voip_agents" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"state" text DEFAULT 'off' NOT NULL,
	"until" timestamp with time zone,
	"since" timestamp with time zone NOT NULL,
	"phone" text,
	"device" text DEFAULT 'phone' NOT NULL,
	"browser_seen_at" timestamp with time zone,
	"call_id" uuid,
	"last_call_ended_at" timestamp with time zone,
	"tested_at" timestamp with time zone,
	"test_result" text,
	"voicemail_greeting" text,
	"greeting_file_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "voip_agents_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "voip_agents_user" UNIQUE("workspace_id","user_id"),
	CONSTRAINT "voip_agents_state" CHECK ("voip_agents"."state" in ('available', 'away', 'wrap_up', 'off'))
);
--> statement-breakpoint
CREATE TABLE "voip_call_lists" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"contact_id" uuid,
	"number" text NOT NULL,
	"call_id" uuid,
	"done_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "voip_call_lists_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "voip_call_lists_place" UNIQUE("workspace_id","user_id","position")
);
--> statement-breakpoint
CREATE TABLE "voip_do_not_call" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"e164" text NOT NULL,
	"reason" text NOT NULL,
	"added_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "voip_do_not_call_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "voip_do_not_call_number" UNIQUE("workspace_id","e164")
);
--> statement-breakpoint
CREATE TABLE "voip_lookups" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"e164" text NOT NULL,
	"is_valid" text NOT NULL,
	"caller_name" text,
	"line_type" text,
	"carrier" text,
	"cost_amount" numeric(8, 4) NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "voip_lookups_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "voip_lookups_number" UNIQUE("workspace_id","e164")
);
--> statement-breakpoint
CREATE TABLE "voip_numbers" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"e164" text NOT NULL,
	"label" text NOT NULL,
	"flow_id" uuid,
	"queue_id" uuid,
	"user_id" uuid,
	"record" text DEFAULT 'off' NOT NULL,
	"greeting_file_id" uuid,
	"greeting_text" text,
	"voice_url" text,
	"is_connected" text DEFAULT 'no' NOT NULL,
	"removed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "voip_numbers_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "voip_numbers_external" UNIQUE("workspace_id","connection_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "voip_queues" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"strategy" text NOT NULL,
	"members" jsonb NOT NULL,
	"wrap_up_seconds" integer NOT NULL,
	"max_wait_seconds" integer NOT NULL,
	"ring_seconds" integer DEFAULT 20 NOT NULL,
	"hold_text" text,
	"removed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "voip_queues_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "voip_recording_access" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"recording_id" uuid NOT NULL,
	"who" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "voip_recording_access_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "voip_recording_comments" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"recording_id" uuid NOT NULL,
	"user_id" uuid,
	"at_seconds" double precision NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "voip_recording_comments_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "voip_recordings" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"call_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"channels" integer DEFAULT 1 NOT NULL,
	"first_channel" text DEFAULT 'them' NOT NULL,
	"seconds" integer,
	"started_at" timestamp with time zone,
	"file_id" uuid,
	"size" integer,
	"sha256" text,
	"peaks" jsonb,
	"mailbox_user_id" uuid,
	"heard_at" timestamp with time zone,
	"transcript" text,
	"on_hold" boolean DEFAULT false NOT NULL,
	"keep_until" timestamp with time zone,
	"deleted_at_provider_at" timestamp with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "voip_recordings_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "voip_recordings_external" UNIQUE("workspace_id","connection_id","external_id")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "voip_calls_external" ON "voip_calls" USING btree ("workspace_id","connection_id","external_id") WHERE external_id is not null;--> statement-breakpoint
CREATE INDEX "voip_calls_newest" ON "voip_calls" USING btree ("workspace_id","requested_at","id");--> statement-breakpoint
CREATE INDEX "voip_calls_of_person" ON "voip_calls" USING btree ("workspace_id","user_id","requested_at");--> statement-breakpoint
CREATE INDEX "voip_calls_of_contact" ON "voip_calls" USING btree ("workspace_id","contact_id","requested_at");--> statement-breakpoint
CREATE INDEX "voip_calls_of_counterpart" ON "voip_calls" USING btree ("workspace_id","counterpart","requested_at");--> statement-breakpoint
CREATE INDEX "voip_calls_live" ON "voip_calls" USING btree ("workspace_id","requested_at") WHERE state <> 'ended';--> statement-breakpoint
CREATE INDEX "voip_ledger_runs_newest" ON "voip_ledger_runs" USING btree ("workspace_id","connection_id","checked_at");--> statement-breakpoint
CREATE INDEX "voip_recording_access_of" ON "voip_recording_access" USING btree ("workspace_id","recording_id","at");--> statement-breakpoint
CREATE INDEX "voip_recording_comments_of" ON "voip_recording_comments" USING btree ("workspace_id","recording_id","at_seconds");--> statement-breakpoint
CREATE INDEX "voip_recordings_of_call" ON "voip_recordings" USING btree ("workspace_id","call_id");--> statement-breakpoint
CREATE INDEX "voip_recordings_kept" ON "voip_recordings" USING btree ("workspace_id","keep_until");