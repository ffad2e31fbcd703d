CREATE SCHEMA "auth";
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" jsonb NOT NULL,
	"role" text NOT NULL,
	"act_as" uuid,
	"is_installation" boolean DEFAULT false NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "api_keys_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "api_keys_hash" UNIQUE("workspace_id","hash"),
	CONSTRAINT "api_keys_role" CHECK (role in ('owner', 'admin', 'manager', 'salesperson', 'viewer'))
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"invited_by" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invitations_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "invitations_token" UNIQUE("workspace_id","token_hash")
);
--> statement-breakpoint
CREATE TABLE "members" (
	"workspace_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"locale" text DEFAULT 'en' NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "members_workspace_id_user_id_pk" PRIMARY KEY("workspace_id","user_id"),
	CONSTRAINT "members_role" CHECK (role in ('owner', 'admin', 'manager', 'salesperson', 'viewer')),
	CONSTRAINT "members_state" CHECK (state in ('active', 'invited', 'left'))
);
--> statement-breakpoint
CREATE TABLE "setup_links" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "team_members" (
	"workspace_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	CONSTRAINT "team_members_workspace_id_team_id_user_id_pk" PRIMARY KEY("workspace_id","team_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "teams_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "teams_name" UNIQUE("workspace_id","name")
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "workspaces_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "auth"."accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth"."sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"token" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sessions_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "auth"."two_factors" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"secret" text NOT NULL,
	"backup_codes" text NOT NULL,
	"verified" boolean DEFAULT true,
	"failed_verification_count" integer DEFAULT 0,
	"locked_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "auth"."users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"two_factor_enabled" boolean DEFAULT false,
	"is_installation_owner" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "auth"."verifications" (
	"id" uuid PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"caller" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"running_until" timestamp with time zone,
	"status" integer,
	"content_type" text,
	"body" "bytea",
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "idempotency_keys_key" UNIQUE("workspace_id","caller","key")
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"subject" text NOT NULL,
	"window_start" bigint NOT NULL,
	"points" integer NOT NULL,
	CONSTRAINT "rate_limits_subject_window_start_pk" PRIMARY KEY("subject","window_start")
);
--> statement-breakpoint
CREATE TABLE "request_log" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"method" text NOT NULL,
	"route" text NOT NULL,
	"status" integer NOT NULL,
	"duration_ms" integer NOT NULL,
	"request_id" text NOT NULL,
	"ip" text,
	CONSTRAINT "request_log_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "api_call_bodies" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"content" "bytea" NOT NULL,
	CONSTRAINT "api_call_bodies_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "api_calls" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"series_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"connection_id" uuid,
	"integration" text NOT NULL,
	"provider" text NOT NULL,
	"operation" text NOT NULL,
	"method" text NOT NULL,
	"url" text NOT NULL,
	"lane" text NOT NULL,
	"actor" text NOT NULL,
	"outcome" text NOT NULL,
	"status" integer,
	"code" text,
	"duration_ms" integer,
	"request_bytes" integer NOT NULL,
	"response_bytes" integer NOT NULL,
	"redirects" integer NOT NULL,
	"body_mac" "bytea",
	"mac" "bytea" NOT NULL,
	CONSTRAINT "api_calls_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "audit_acts" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor" text NOT NULL,
	"act" text NOT NULL,
	"target_type" text,
	"target_id" text,
	"ip" text,
	"request_id" text,
	"before_fields" text NOT NULL,
	"after_fields" text NOT NULL,
	"mac" "bytea" NOT NULL,
	CONSTRAINT "audit_acts_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "audit_chain" (
	"workspace_id" uuid NOT NULL,
	"position" bigint NOT NULL,
	"kind" text NOT NULL,
	"row_id" uuid NOT NULL,
	"row_mac" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_chain_workspace_id_position_pk" PRIMARY KEY("workspace_id","position")
);
--> statement-breakpoint
CREATE TABLE "audit_seals" (
	"workspace_id" uuid NOT NULL,
	"first_position" bigint NOT NULL,
	"last_position" bigint NOT NULL,
	"previous_hash" "bytea" NOT NULL,
	"last_hash" "bytea" NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"sealed_at" timestamp with time zone NOT NULL,
	"mac" "bytea" NOT NULL,
	"calls_purged_at" timestamp with time zone,
	"acts_purged_at" timestamp with time zone,
	"purge_mac" "bytea",
	CONSTRAINT "audit_seals_workspace_id_first_position_pk" PRIMARY KEY("workspace_id","first_position")
);
--> statement-breakpoint
CREATE TABLE "connection_credentials" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sealed" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"expires_at" timestamp with time zone,
	"renewable" boolean DEFAULT false NOT NULL,
	"refreshed_at" timestamp with time zone,
	"lease_token" uuid,
	"lease_until" timestamp with time zone,
	"asked_at" timestamp with time zone,
	"answered_at" timestamp with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"retry_at" timestamp with time zone,
	CONSTRAINT "connection_credentials_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "connection_credentials_sealed" CHECK ("connection_credentials"."sealed" like 'v1.%')
);
--> statement-breakpoint
CREATE TABLE "connection_routes" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"integration" text NOT NULL,
	"provider" text NOT NULL,
	"external_id" text NOT NULL,
	"status" text NOT NULL,
	CONSTRAINT "connection_routes_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"integration" text NOT NULL,
	"provider" text NOT NULL,
	"label" text NOT NULL,
	"external_id" text NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"status_reason" text,
	"granted_scopes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"owner_user_id" uuid,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"last_ok_at" timestamp with time zone,
	"last_error_at" timestamp with time zone,
	"last_error_code" text,
	"last_checked_at" timestamp with time zone,
	"last_call_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connections_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "connections_account" UNIQUE("workspace_id","integration","provider","external_id"),
	CONSTRAINT "connections_status" CHECK ("connections"."status" in ('active', 'reauthorize', 'disabled'))
);
--> statement-breakpoint
CREATE TABLE "oauth_states" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"state_hash" text NOT NULL,
	"integration" text NOT NULL,
	"provider" text NOT NULL,
	"user_id" uuid,
	"api_key_id" text,
	"actor" jsonb NOT NULL,
	"browser_hash" text,
	"verifier" text,
	"redirect_uri" text NOT NULL,
	"requested_scopes" jsonb NOT NULL,
	"features" jsonb NOT NULL,
	"label" text,
	"connection_id" uuid,
	"return_to" text,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "oauth_states_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "oauth_states_hash" UNIQUE("workspace_id","state_hash")
);
--> statement-breakpoint
CREATE TABLE "event_cursors" (
	"subscriber" text PRIMARY KEY NOT NULL,
	"position" text NOT NULL,
	"lease_owner" uuid,
	"lease_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "event_holds" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"subscriber" text NOT NULL,
	"event_id" uuid NOT NULL,
	"position" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp with time zone NOT NULL,
	"last_error" text,
	CONSTRAINT "event_holds_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "event_holds_once" UNIQUE("workspace_id","subscriber","event_id"),
	CONSTRAINT "event_holds_state" CHECK (state in ('waiting', 'parked'))
);
--> statement-breakpoint
CREATE TABLE "events" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sequence" bigint GENERATED BY DEFAULT AS IDENTITY (sequence name "events_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"type" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" text NOT NULL,
	"data" jsonb NOT NULL,
	"previous" jsonb,
	"actor" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "events_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"event_type" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp with time zone NOT NULL,
	"last_try_at" timestamp with time zone,
	"last_status" integer,
	"last_error" text,
	"response_excerpt" text,
	"lease_owner" uuid,
	"lease_until" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "webhook_deliveries_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "webhook_deliveries_once" UNIQUE("workspace_id","endpoint_id","event_id"),
	CONSTRAINT "webhook_deliveries_state" CHECK (state in ('waiting', 'delivered', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "webhook_endpoints" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"url" text NOT NULL,
	"event_types" text[] NOT NULL,
	"description" text,
	"secret" text NOT NULL,
	"previous_secret" text,
	"previous_until" timestamp with time zone,
	"disabled_at" timestamp with time zone,
	"disabled_reason" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "webhook_endpoints_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "files" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"state" text NOT NULL,
	"sha256" text,
	"size" bigint,
	"content_type" text NOT NULL,
	"name" text,
	"storage_key" text NOT NULL,
	"sealed_key" "bytea" NOT NULL,
	"sealed_sha256" text,
	"holders" integer DEFAULT 1 NOT NULL,
	"removed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "files_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "files_state" CHECK (state in ('writing', 'stored', 'removing')),
	CONSTRAINT "files_stored" CHECK (state <> 'stored' or (sha256 is not null and size is not null and sealed_sha256 is not null)),
	CONSTRAINT "files_holders" CHECK (holders >= 0)
);
--> statement-breakpoint
CREATE TABLE "webhook_archive" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"event_index" integer NOT NULL,
	"integration" text NOT NULL,
	"provider" text NOT NULL,
	"topic" text NOT NULL,
	"connection_id" uuid,
	"account_id" text,
	"event_id" text NOT NULL,
	"type" text NOT NULL,
	"ordering_key" text,
	"sequence" bigint,
	"attempts" integer DEFAULT 0 NOT NULL,
	"error" text,
	"received_at" timestamp with time zone NOT NULL,
	"processed_at" timestamp with time zone,
	"size" integer NOT NULL,
	"sealed" "bytea",
	CONSTRAINT "webhook_archive_workspace_id_id_received_at_pk" PRIMARY KEY("workspace_id","id","received_at")
);
--> statement-breakpoint
CREATE TABLE "webhook_inbox" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"event_index" integer NOT NULL,
	"integration" text NOT NULL,
	"provider" text NOT NULL,
	"topic" text NOT NULL,
	"connection_id" uuid,
	"account_id" text,
	"event_id" text NOT NULL,
	"type" text NOT NULL,
	"ordering_key" text,
	"sequence" bigint,
	"attempts" integer DEFAULT 0 NOT NULL,
	"error" text,
	"received_at" timestamp with time zone NOT NULL,
	"processed_at" timestamp with time zone,
	"size" integer NOT NULL,
	"sealed" "bytea",
	"state" text NOT NULL,
	"key_hash" bigint NOT NULL,
	"next_try_at" timestamp with time zone NOT NULL,
	CONSTRAINT "webhook_inbox_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "webhook_inbox_state" CHECK ("webhook_inbox"."state" in ('received', 'processed', 'failed', 'parked', 'unrouted', 'overtaken'))
);
--> statement-breakpoint
CREATE TABLE "webhook_requests" (
	"workspace_id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"sealed" "bytea" NOT NULL,
	CONSTRAINT "webhook_requests_workspace_id_request_id_pk" PRIMARY KEY("workspace_id","request_id")
);
--> statement-breakpoint
CREATE TABLE "webhook_tokens" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"body_hash" "bytea" NOT NULL,
	"used_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert_notices" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"incident_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"kind" text NOT NULL,
	"round" integer DEFAULT 0 NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	"last_error" text,
	"lease_owner" uuid,
	"lease_until" timestamp with time zone,
	CONSTRAINT "alert_notices_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "alert_notices_once" UNIQUE("workspace_id","incident_id","channel","kind","round"),
	CONSTRAINT "alert_notices_state" CHECK (state in ('waiting', 'sent', 'failed')),
	CONSTRAINT "alert_notices_channel" CHECK (channel in ('email', 'webhook', 'slack')),
	CONSTRAINT "alert_notices_kind" CHECK (kind in ('opened', 'resolved', 'reopened', 'reminder'))
);
--> statement-breakpoint
CREATE TABLE "alert_settings" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"emails" text[] NOT NULL,
	"webhook_url" text,
	"webhook_secret" text,
	"slack_channel_id" text,
	"min_level" text NOT NULL,
	"remind_after_hours" integer NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "alert_settings_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "alert_settings_level" CHECK (min_level in ('warning', 'critical'))
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"key" text NOT NULL,
	"level" text NOT NULL,
	"title" text NOT NULL,
	"detail" text NOT NULL,
	"remedy" text,
	"connection_id" uuid,
	"count" integer DEFAULT 1 NOT NULL,
	"reopened" integer DEFAULT 0 NOT NULL,
	"first_at" timestamp with time zone NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"remind_at" timestamp with time zone,
	"acknowledged_at" timestamp with time zone,
	"acknowledged_by" text,
	"resolved_at" timestamp with time zone,
	"note" text,
	CONSTRAINT "incidents_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "incidents_level" CHECK (level in ('warning', 'critical'))
);
--> statement-breakpoint
CREATE TABLE "quota_windows" (
	"key" text PRIMARY KEY NOT NULL,
	"ledger" text NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stream_seen" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"stream_id" uuid NOT NULL,
	"generation" integer NOT NULL,
	"ids" text[] NOT NULL,
	"gone" text[] DEFAULT '{}' NOT NULL,
	CONSTRAINT "stream_seen_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "streams" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"integration" text NOT NULL,
	"definition" text NOT NULL,
	"name" text NOT NULL,
	"cursor" jsonb,
	"cursor_at" timestamp with time zone,
	"state" text DEFAULT 'waiting' NOT NULL,
	"seen" integer DEFAULT 0 NOT NULL,
	"kept" integer DEFAULT 0 NOT NULL,
	"skipped" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"total" integer,
	"full_read" boolean DEFAULT true NOT NULL,
	"generation" integer DEFAULT 1 NOT NULL,
	"last_full_count" integer,
	"page_ids" text[] DEFAULT '{}' NOT NULL,
	"page_offset" integer DEFAULT 0 NOT NULL,
	"pending_missing" text[],
	"pending_since" timestamp with time zone,
	"last_error" text,
	"looked_at" timestamp with time zone,
	"next_look_at" timestamp with time zone NOT NULL,
	"again" boolean DEFAULT false NOT NULL,
	"lease_token" uuid,
	"lease_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "streams_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "streams_name" UNIQUE("workspace_id","connection_id","definition","name")
);
--> statement-breakpoint
CREATE TABLE "effects" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"state" text DEFAULT 'reserved' NOT NULL,
	"summary" text NOT NULL,
	"input" jsonb NOT NULL,
	"external_id" text,
	"result" jsonb,
	"error" text,
	"connection_id" uuid,
	"actor" jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone,
	"lease_token" uuid,
	"lease_until" timestamp with time zone,
	"started_at" timestamp with time zone,
	"settled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "effects_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "effects_key" UNIQUE("workspace_id","key")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"task" text NOT NULL,
	"title" text NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer,
	"message" text,
	"error" text,
	"cancel_requested" boolean DEFAULT false NOT NULL,
	"created_by" uuid,
	"connection_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "jobs_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "task_failures" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"task" text NOT NULL,
	"payload" jsonb NOT NULL,
	"connection_id" uuid,
	"job_id" uuid,
	"attempts" integer NOT NULL,
	"code" text NOT NULL,
	"error" text NOT NULL,
	"failed_at" timestamp with time zone NOT NULL,
	"incident_key" text,
	CONSTRAINT "task_failures_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "task_schedules" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"key" text NOT NULL,
	"task" text NOT NULL,
	"connection_id" uuid,
	"rhythm" text NOT NULL,
	"next_due_at" timestamp with time zone NOT NULL,
	"last_fired_at" timestamp with time zone,
	CONSTRAINT "task_schedules_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "task_schedules_key" UNIQUE("workspace_id","key")
);
--> statement-breakpoint
CREATE TABLE "task_timers" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"task" text NOT NULL,
	"payload" jsonb NOT NULL,
	"connection_id" uuid,
	"actor" jsonb NOT NULL,
	"attempt" integer NOT NULL,
	"singleton_key" text,
	"job_id" uuid,
	"due_at" timestamp with time zone NOT NULL,
	CONSTRAINT "task_timers_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "vault_keys" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"use" text NOT NULL,
	"state" text NOT NULL,
	"wrapped" "bytea" NOT NULL,
	"root_key_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "vault_keys_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "vault_keys_use" CHECK (use in ('seal', 'mac')),
	CONSTRAINT "vault_keys_state" CHECK (state in ('announced', 'active', 'retired'))
);
--> statement-breakpoint
CREATE TABLE "template_notes" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"sequence" bigint NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	"deleted_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "template_notes_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "template_notes_external" UNIQUE("workspace_id","connection_id","external_id")
);
--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_member" FOREIGN KEY ("workspace_id","user_id") REFERENCES "public"."members"("workspace_id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_team" FOREIGN KEY ("workspace_id","team_id") REFERENCES "public"."teams"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_member" FOREIGN KEY ("workspace_id","user_id") REFERENCES "public"."members"("workspace_id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."accounts" ADD CONSTRAINT "accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."two_factors" ADD CONSTRAINT "two_factors_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection_credentials" ADD CONSTRAINT "connection_credentials_of" FOREIGN KEY ("workspace_id","id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection_routes" ADD CONSTRAINT "connection_routes_of" FOREIGN KEY ("workspace_id","id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_keys_by_hash" ON "api_keys" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "members_by_user" ON "members" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "accounts_by_user" ON "auth"."accounts" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_identity" ON "auth"."accounts" USING btree ("provider_id","account_id");--> statement-breakpoint
CREATE INDEX "sessions_by_user" ON "auth"."sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "two_factors_by_user" ON "auth"."two_factors" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "verifications_by_identifier" ON "auth"."verifications" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "idempotency_keys_by_time" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "rate_limits_by_window" ON "rate_limits" USING btree ("window_start");--> statement-breakpoint
CREATE INDEX "request_log_by_time" ON "request_log" USING btree ("at");--> statement-breakpoint
CREATE INDEX "api_calls_at" ON "api_calls" USING btree ("workspace_id","at","id");--> statement-breakpoint
CREATE INDEX "api_calls_connection" ON "api_calls" USING btree ("workspace_id","connection_id","at");--> statement-breakpoint
CREATE INDEX "api_calls_recorded" ON "api_calls" USING btree ("recorded_at");--> statement-breakpoint
CREATE INDEX "audit_acts_at" ON "audit_acts" USING btree ("workspace_id","at","id");--> statement-breakpoint
CREATE INDEX "audit_acts_recorded" ON "audit_acts" USING btree ("recorded_at");--> statement-breakpoint
CREATE INDEX "audit_chain_row" ON "audit_chain" USING btree ("workspace_id","row_id");--> statement-breakpoint
CREATE INDEX "connection_routes_account" ON "connection_routes" USING btree ("integration","provider","external_id");--> statement-breakpoint
CREATE INDEX "event_holds_waiting" ON "event_holds" USING btree ("subscriber","workspace_id","subject_type","subject_id","position") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "events_by_position" ON "events" USING btree ("xid","sequence");--> statement-breakpoint
CREATE INDEX "events_of_workspace" ON "events" USING btree ("workspace_id","xid","sequence");--> statement-breakpoint
CREATE INDEX "events_of_subject" ON "events" USING btree ("workspace_id","subject_id","xid","sequence");--> statement-breakpoint
CREATE INDEX "events_by_time" ON "events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("workspace_id","endpoint_id","next_try_at") WHERE state = 'waiting';--> statement-breakpoint
CREATE UNIQUE INDEX "files_content" ON "files" USING btree ("workspace_id","sha256") WHERE state = 'stored';--> statement-breakpoint
CREATE INDEX "files_to_sweep" ON "files" USING btree ("created_at") WHERE state <> 'stored' or removed_at is not null;--> statement-breakpoint
CREATE INDEX "webhook_archive_order" ON "webhook_archive" USING btree ("workspace_id","request_id");--> statement-breakpoint
CREATE INDEX "webhook_archive_age" ON "webhook_archive" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "webhook_inbox_waiting" ON "webhook_inbox" USING btree ("request_id","event_index") WHERE "webhook_inbox"."state" in ('received', 'failed');--> statement-breakpoint
CREATE INDEX "webhook_inbox_held" ON "webhook_inbox" USING btree ("key_hash") WHERE "webhook_inbox"."state" in ('failed', 'parked');--> statement-breakpoint
CREATE INDEX "webhook_inbox_troubled" ON "webhook_inbox" USING btree ("workspace_id","request_id") WHERE "webhook_inbox"."state" in ('parked', 'unrouted', 'overtaken');--> statement-breakpoint
CREATE INDEX "webhook_inbox_keys" ON "webhook_inbox" USING btree ("processed_at") WHERE "webhook_inbox"."state" = 'processed';--> statement-breakpoint
CREATE INDEX "webhook_requests_age" ON "webhook_requests" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "webhook_tokens_age" ON "webhook_tokens" USING btree ("used_at");--> statement-breakpoint
CREATE INDEX "alert_notices_due" ON "alert_notices" USING btree ("next_try_at") WHERE state = 'waiting';--> statement-breakpoint
CREATE UNIQUE INDEX "incidents_open_once" ON "incidents" USING btree ("workspace_id","key") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "incidents_by_key" ON "incidents" USING btree ("workspace_id","key","resolved_at");--> statement-breakpoint
CREATE INDEX "incidents_to_remind" ON "incidents" USING btree ("remind_at") WHERE resolved_at is null and acknowledged_at is null;--> statement-breakpoint
CREATE INDEX "stream_seen_stream" ON "stream_seen" USING btree ("workspace_id","stream_id","generation");--> statement-breakpoint
CREATE INDEX "streams_next_look" ON "streams" USING btree ("next_look_at");--> statement-breakpoint
CREATE INDEX "effects_due" ON "effects" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "effects_lease" ON "effects" USING btree ("lease_until") WHERE state = 'started';--> statement-breakpoint
CREATE INDEX "effects_open" ON "effects" USING btree ("workspace_id","state") WHERE state in ('reserved', 'started', 'unknown');--> statement-breakpoint
CREATE INDEX "task_failures_open" ON "task_failures" USING btree ("workspace_id","incident_key") WHERE incident_key is not null;--> statement-breakpoint
CREATE INDEX "task_schedules_due" ON "task_schedules" USING btree ("next_due_at");--> statement-breakpoint
CREATE INDEX "task_timers_due" ON "task_timers" USING btree ("due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "task_timers_singleton" ON "task_timers" USING btree ("workspace_id","task","singleton_key") WHERE singleton_key is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "vault_keys_one_active" ON "vault_keys" USING btree ("workspace_id","use") WHERE state = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX "vault_keys_one_announced" ON "vault_keys" USING btree ("workspace_id","use") WHERE state = 'announced';--> statement-breakpoint
CREATE INDEX "template_notes_recent" ON "template_notes" USING btree ("workspace_id","written_at");