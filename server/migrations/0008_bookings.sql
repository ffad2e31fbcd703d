CREATE TABLE "calendar_booking_hosts" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"booking_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"block" "tstzrange" NOT NULL,
	"status" text NOT NULL,
	"hold_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "calendar_booking_hosts_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "calendar_booking_hosts_status" CHECK ("calendar_booking_hosts"."status" in ('held', 'confirmed', 'cancelled', 'expired'))
);
--> statement-breakpoint
CREATE TABLE "calendar_booking_pages" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"kind" text NOT NULL,
	"hosts" jsonb NOT NULL,
	"rules" jsonb NOT NULL,
	"removed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "calendar_booking_pages_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "calendar_booking_pages_slug" UNIQUE("workspace_id","slug"),
	CONSTRAINT "calendar_booking_pages_kind" CHECK ("calendar_booking_pages"."kind" in ('one_to_one', 'collective', 'round_robin'))
);
--> statement-breakpoint
CREATE TABLE "calendar_bookings" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"page_id" uuid NOT NULL,
	"status" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"time_zone" text NOT NULL,
	"hold_hash" text,
	"hold_until" timestamp with time zone,
	"guest_name" text,
	"guest_email" text,
	"contact_id" uuid,
	"calendar_id" uuid,
	"moves" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "calendar_bookings_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "calendar_bookings_status" CHECK ("calendar_bookings"."status" in ('held', 'confirmed', 'cancelled', 'expired', 'no_show'))
);
--> statement-breakpoint
CREATE INDEX "calendar_booking_hosts_booking" ON "calendar_booking_hosts" USING btree ("workspace_id","booking_id");--> statement-breakpoint
CREATE INDEX "calendar_bookings_time" ON "calendar_bookings" USING btree ("workspace_id","starts_at");--> statement-breakpoint
-- Nobody is met twice at one time: the database decides between those who ask at the same instant. See booking/store.ts of calendar.
ALTER TABLE "calendar_booking_hosts" ADD CONSTRAINT "calendar_booking_hosts_no_overlap" EXCLUDE USING gist ("workspace_id" WITH =, "connection_id" WITH =, "block" WITH &&) WHERE ("status" in ('held', 'confirmed'));
