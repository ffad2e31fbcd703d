CREATE TABLE "calendar_invitations" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"ical_uid" text NOT NULL,
	"sequence" integer NOT NULL,
	"stamp" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "calendar_invitations_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "calendar_invitations_uid" UNIQUE("workspace_id","connection_id","ical_uid")
);
--> statement-breakpoint
CREATE TABLE "calendar_schedules" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"time_zone" text NOT NULL,
	"working_hours" jsonb NOT NULL,
	"overrides" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "calendar_schedules_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "calendar_schedules_user" UNIQUE("workspace_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "calendar_booking_pages" DROP CONSTRAINT "calendar_booking_pages_kind";--> statement-breakpoint
ALTER TABLE "calendar_bookings" DROP CONSTRAINT "calendar_bookings_status";--> statement-breakpoint
ALTER TABLE "calendar_booking_hosts" ADD COLUMN "host_id" uuid;--> statement-breakpoint
ALTER TABLE "calendar_booking_hosts" ADD COLUMN "starts_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "calendar_booking_hosts" ADD COLUMN "ends_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "calendar_booking_pages" ADD COLUMN "team" jsonb;--> statement-breakpoint
ALTER TABLE "calendar_booking_pages" ADD COLUMN "settings" jsonb;--> statement-breakpoint
ALTER TABLE "calendar_bookings" ADD COLUMN "phone" text;--> statement-breakpoint
ALTER TABLE "calendar_bookings" ADD COLUMN "guests" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "calendar_bookings" ADD COLUMN "answers" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "calendar_bookings" ADD COLUMN "locale" text;--> statement-breakpoint
ALTER TABLE "calendar_bookings" ADD COLUMN "session_id" uuid;--> statement-breakpoint
ALTER TABLE "calendar_bookings" ADD COLUMN "event_external_id" text;--> statement-breakpoint
ALTER TABLE "calendar_bookings" ADD COLUMN "event_starts_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "calendar_bookings" ADD COLUMN "event_ends_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "calendar_bookings" ADD COLUMN "ical_uid" text;--> statement-breakpoint
ALTER TABLE "calendar_bookings" ADD COLUMN "join_url" text;--> statement-breakpoint
ALTER TABLE "calendar_bookings" ADD COLUMN "activity_id" uuid;--> statement-breakpoint
ALTER TABLE "calendar_bookings" ADD COLUMN "pick_reason" text;--> statement-breakpoint
ALTER TABLE "calendar_bookings" ADD COLUMN "cancel_reason" text;--> statement-breakpoint
CREATE INDEX "calendar_booking_hosts_time" ON "calendar_booking_hosts" USING btree ("workspace_id","host_id","starts_at");--> statement-breakpoint
CREATE INDEX "calendar_bookings_page" ON "calendar_bookings" USING btree ("workspace_id","page_id","starts_at");--> statement-breakpoint
CREATE INDEX "calendar_bookings_event" ON "calendar_bookings" USING btree ("workspace_id","calendar_id","event_external_id");--> statement-breakpoint
CREATE INDEX "calendar_bookings_session" ON "calendar_bookings" USING btree ("workspace_id","session_id");--> statement-breakpoint
CREATE INDEX "calendar_bookings_contact" ON "calendar_bookings" USING btree ("workspace_id","contact_id");--> statement-breakpoint
ALTER TABLE "calendar_booking_pages" ADD CONSTRAINT "calendar_booking_pages_kind" CHECK ("calendar_booking_pages"."kind" in ('one_to_one', 'group', 'collective', 'round_robin'));--> statement-breakpoint
ALTER TABLE "calendar_bookings" ADD CONSTRAINT "calendar_bookings_status" CHECK ("calendar_bookings"."status" in ('held', 'pending', 'confirmed', 'cancelled', 'declined', 'expired', 'no_show'));