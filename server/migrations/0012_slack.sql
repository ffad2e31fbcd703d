CREATE TABLE "slack_channels" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"name" text NOT NULL,
	"is_private" boolean DEFAULT false NOT NULL,
	"is_archived" boolean DEFAULT false NOT NULL,
	"is_member" boolean DEFAULT false NOT NULL,
	"is_external" boolean DEFAULT false NOT NULL,
	"member_count" integer,
	"topic" text DEFAULT '' NOT NULL,
	"pipeline_id" uuid,
	"removed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slack_channels_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "slack_channels_external" UNIQUE("workspace_id","connection_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "slack_members" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"team_id" text,
	"name" text NOT NULL,
	"email" text,
	"time_zone" text,
	"is_bot" boolean DEFAULT false NOT NULL,
	"is_guest" boolean DEFAULT false NOT NULL,
	"is_stranger" boolean DEFAULT false NOT NULL,
	"is_deleted" boolean DEFAULT false NOT NULL,
	"user_id" uuid,
	"mapped_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slack_members_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "slack_members_external" UNIQUE("workspace_id","connection_id","external_id"),
	CONSTRAINT "slack_members_mapped_by" CHECK ("slack_members"."mapped_by" in ('email', 'manual', 'self', 'none'))
);
--> statement-breakpoint
CREATE TABLE "slack_interactions" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"event_id" text NOT NULL,
	"slack_user_id" text NOT NULL,
	"kind" text NOT NULL,
	"payload" jsonb NOT NULL,
	"state" text DEFAULT 'received' NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"outcome" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slack_interactions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "slack_interactions_event" UNIQUE("workspace_id","connection_id","event_id"),
	CONSTRAINT "slack_interactions_state" CHECK ("slack_interactions"."state" in ('received', 'done', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "slack_links" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"channel_id" text NOT NULL,
	"thread_ts" text DEFAULT '' NOT NULL,
	"record_type" text NOT NULL,
	"record_id" uuid NOT NULL,
	"direction" text DEFAULT 'to_crm' NOT NULL,
	"badge_ts" text,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slack_links_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "slack_links_place" UNIQUE("workspace_id","connection_id","channel_id","thread_ts"),
	CONSTRAINT "slack_links_direction" CHECK ("slack_links"."direction" in ('off', 'to_crm', 'both')),
	CONSTRAINT "slack_links_record_type" CHECK ("slack_links"."record_type" in ('contact', 'deal', 'organization'))
);
--> statement-breakpoint
CREATE TABLE "slack_messages" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"channel_id" text NOT NULL,
	"ts" text NOT NULL,
	"thread_ts" text,
	"kind" text NOT NULL,
	"record_type" text,
	"record_id" uuid,
	"text" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slack_messages_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "slack_messages_place" UNIQUE("workspace_id","connection_id","channel_id","ts")
);
--> statement-breakpoint
CREATE TABLE "slack_timeline" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"channel_id" text NOT NULL,
	"ts" text NOT NULL,
	"link_id" uuid,
	"activity_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slack_timeline_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "slack_timeline_place" UNIQUE("workspace_id","connection_id","channel_id","ts")
);
--> statement-breakpoint
CREATE TABLE "slack_undos" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"record_type" text NOT NULL,
	"record_id" uuid NOT NULL,
	"inverse" jsonb NOT NULL,
	"version" integer,
	"trigger" text,
	"expires_at" timestamp with time zone NOT NULL,
	"is_used" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slack_undos_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "slack_budgets" (
	"workspace_id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"target" text NOT NULL,
	"day" date NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "slack_budgets_workspace_id_rule_id_target_day_pk" PRIMARY KEY("workspace_id","rule_id","target","day")
);
--> statement-breakpoint
CREATE TABLE "slack_cards" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"channel_id" text NOT NULL,
	"record_type" text NOT NULL,
	"record_id" uuid NOT NULL,
	"ts" text,
	"hash" text,
	"rule_id" uuid,
	"muted_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slack_cards_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "slack_cards_one" UNIQUE("workspace_id","connection_id","channel_id","record_type","record_id")
);
--> statement-breakpoint
CREATE TABLE "slack_deliveries" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"event_id" text NOT NULL,
	"connection_id" uuid,
	"target" text NOT NULL,
	"state" text NOT NULL,
	"record_type" text NOT NULL,
	"record_id" uuid NOT NULL,
	"channel_id" text,
	"ts" text,
	"sentence" text NOT NULL,
	"why" jsonb NOT NULL,
	"due_at" timestamp with time zone,
	"at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slack_deliveries_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "slack_deliveries_once" UNIQUE("workspace_id","rule_id","event_id","target"),
	CONSTRAINT "slack_deliveries_state" CHECK ("slack_deliveries"."state" in ('waiting', 'posted', 'edited', 'digest', 'digested', 'muted', 'over_budget', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "slack_mutes" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"target" text NOT NULL,
	"record_id" uuid NOT NULL,
	"until" timestamp with time zone,
	"by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slack_mutes_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "slack_mutes_one" UNIQUE("workspace_id","target","record_id")
);
--> statement-breakpoint
CREATE TABLE "slack_preferences" (
	"workspace_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"kinds" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"quiet_hours" jsonb,
	"digest_at" text DEFAULT '08:30',
	"respect_dnd" boolean DEFAULT true NOT NULL,
	"last_digest_day" date,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slack_preferences_workspace_id_user_id_pk" PRIMARY KEY("workspace_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "slack_rules" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"on_event" text NOT NULL,
	"when_filter" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"target" jsonb NOT NULL,
	"style" text DEFAULT 'card' NOT NULL,
	"daily_budget" integer,
	"quiet_hours" jsonb,
	"template" text,
	"broadcast" boolean DEFAULT false NOT NULL,
	"is_on" boolean DEFAULT true NOT NULL,
	"paused_reason" text,
	"created_by" uuid,
	"removed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slack_rules_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "slack_rules_style" CHECK ("slack_rules"."style" in ('card', 'message', 'digest'))
);
--> statement-breakpoint
CREATE TABLE "slack_approvals" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"deal_id" uuid NOT NULL,
	"title" text NOT NULL,
	"terms" jsonb NOT NULL,
	"terms_hash" text NOT NULL,
	"approver_ids" jsonb NOT NULL,
	"quorum" integer NOT NULL,
	"decisions" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"channel_id" text NOT NULL,
	"ts" text,
	"requested_by" uuid,
	"due_at" timestamp with time zone,
	"reminders" integer DEFAULT 0 NOT NULL,
	"decided_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slack_approvals_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "slack_approvals_state" CHECK ("slack_approvals"."state" in ('open', 'approved', 'rejected', 'void'))
);
--> statement-breakpoint
CREATE TABLE "slack_claims" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"channel_id" text NOT NULL,
	"ts" text,
	"state" text DEFAULT 'open' NOT NULL,
	"claimed_by" uuid,
	"offered_at" timestamp with time zone NOT NULL,
	"claimed_at" timestamp with time zone,
	"due_at" timestamp with time zone,
	"reminders" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slack_claims_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "slack_claims_contact" UNIQUE("workspace_id","contact_id"),
	CONSTRAINT "slack_claims_state" CHECK ("slack_claims"."state" in ('open', 'claimed', 'expired'))
);
--> statement-breakpoint
CREATE TABLE "slack_rooms" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"deal_id" uuid NOT NULL,
	"state" text DEFAULT 'opening' NOT NULL,
	"channel_id" text,
	"name" text,
	"card_ts" text,
	"bookmarked_at" timestamp with time zone,
	"error" text,
	"created_by" uuid,
	"archive_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slack_rooms_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "slack_rooms_deal" UNIQUE("workspace_id","deal_id"),
	CONSTRAINT "slack_rooms_state" CHECK ("slack_rooms"."state" in ('opening', 'open', 'archived', 'failed'))
);
--> statement-breakpoint
CREATE INDEX "slack_channels_name" ON "slack_channels" USING btree ("workspace_id","name");--> statement-breakpoint
CREATE INDEX "slack_members_user" ON "slack_members" USING btree ("workspace_id","user_id");--> statement-breakpoint
CREATE INDEX "slack_links_record" ON "slack_links" USING btree ("workspace_id","record_id");--> statement-breakpoint
CREATE INDEX "slack_messages_record" ON "slack_messages" USING btree ("workspace_id","record_id");--> statement-breakpoint
CREATE INDEX "slack_messages_newest" ON "slack_messages" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE INDEX "slack_timeline_activity" ON "slack_timeline" USING btree ("workspace_id","activity_id");--> statement-breakpoint
CREATE INDEX "slack_undos_trigger" ON "slack_undos" USING btree ("workspace_id","trigger");--> statement-breakpoint
CREATE INDEX "slack_cards_record" ON "slack_cards" USING btree ("workspace_id","record_id");--> statement-breakpoint
CREATE INDEX "slack_deliveries_rule" ON "slack_deliveries" USING btree ("workspace_id","rule_id","id");--> statement-breakpoint
CREATE INDEX "slack_deliveries_waiting" ON "slack_deliveries" USING btree ("workspace_id","state","due_at");--> statement-breakpoint
CREATE INDEX "slack_rules_event" ON "slack_rules" USING btree ("workspace_id","on_event");--> statement-breakpoint
CREATE INDEX "slack_approvals_deal" ON "slack_approvals" USING btree ("workspace_id","deal_id");--> statement-breakpoint
CREATE INDEX "slack_approvals_due" ON "slack_approvals" USING btree ("workspace_id","state","due_at");--> statement-breakpoint
CREATE INDEX "slack_claims_due" ON "slack_claims" USING btree ("workspace_id","state","due_at");--> statement-breakpoint
CREATE INDEX "slack_rooms_channel" ON "slack_rooms" USING btree ("workspace_id","channel_id");