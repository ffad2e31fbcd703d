CREATE TABLE "calendar_calendars" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"color" text,
	"role" text NOT NULL,
	"is_primary" boolean DEFAULT false NOT NULL,
	"blocks" boolean DEFAULT true NOT NULL,
	"read_at" timestamp with time zone,
	"read_error" text,
	"push_refused_until" timestamp with time zone,
	"removed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "calendar_calendars_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "calendar_calendars_external" UNIQUE("workspace_id","connection_id","external_id"),
	CONSTRAINT "calendar_calendars_role" CHECK ("calendar_calendars"."role" in ('owner', 'writer', 'reader', 'free_busy'))
);
--> statement-breakpoint
CREATE TABLE "calendar_channels" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"calendar_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"resource_id" text,
	"expires_at" timestamp with time zone NOT NULL,
	"last_message_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "calendar_channels_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "calendar_channels_external" UNIQUE("workspace_id","connection_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "calendar_events" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"calendar_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"ical_uid" text NOT NULL,
	"kind" text NOT NULL,
	"series_id" text NOT NULL,
	"original_start" text,
	"status" text NOT NULL,
	"starts_at" timestamp with time zone,
	"ends_at" timestamp with time zone,
	"start_date" date,
	"end_date" date,
	"time_zone" text,
	"recurrence" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"busy" text NOT NULL,
	"is_private" boolean DEFAULT false NOT NULL,
	"title" text NOT NULL,
	"location" text,
	"body" text,
	"organizer" jsonb,
	"attendees" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"response" text,
	"join_url" text,
	"url" text,
	"etag" text,
	"told_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "calendar_events_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "calendar_events_external" UNIQUE("workspace_id","calendar_id","external_id"),
	CONSTRAINT "calendar_events_kind" CHECK ("calendar_events"."kind" in ('single', 'master', 'exception', 'occurrence')),
	CONSTRAINT "calendar_events_status" CHECK ("calendar_events"."status" in ('confirmed', 'tentative', 'cancelled')),
	CONSTRAINT "calendar_events_busy" CHECK ("calendar_events"."busy" in ('busy', 'tentative', 'away', 'free'))
);
--> statement-breakpoint
CREATE TABLE "calendar_meetings" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"ical_uid" text NOT NULL,
	"occurrence_key" text NOT NULL,
	"activity_id" uuid NOT NULL,
	"status" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"moves" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "calendar_meetings_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "calendar_meetings_key" UNIQUE("workspace_id","ical_uid","occurrence_key")
);
--> statement-breakpoint
CREATE TABLE "calendar_occurrences" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"calendar_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"series_id" text NOT NULL,
	"ical_uid" text NOT NULL,
	"occurrence_key" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"start_date" date,
	"end_date" date,
	"busy" text NOT NULL,
	CONSTRAINT "calendar_occurrences_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE INDEX "calendar_channels_calendar" ON "calendar_channels" USING btree ("workspace_id","calendar_id");--> statement-breakpoint
CREATE INDEX "calendar_events_series" ON "calendar_events" USING btree ("workspace_id","calendar_id","series_id");--> statement-breakpoint
CREATE INDEX "calendar_events_uid" ON "calendar_events" USING btree ("workspace_id","ical_uid");--> statement-breakpoint
CREATE INDEX "calendar_meetings_ending" ON "calendar_meetings" USING btree ("workspace_id","status","ends_at");--> statement-breakpoint
CREATE INDEX "calendar_occurrences_time" ON "calendar_occurrences" USING btree ("workspace_id","connection_id","starts_at");--> statement-breakpoint
CREATE INDEX "calendar_occurrences_series" ON "calendar_occurrences" USING btree ("workspace_id","calendar_id","series_id");--> statement-breakpoint
CREATE INDEX "calendar_occurrences_meeting" ON "calendar_occurrences" USING btree ("workspace_id","ical_uid","occurrence_key");