-- by hand: one person is met once at a time, by whichever of their calendars; before, only each calendar was guarded.
UPDATE "calendar_booking_hosts" h SET "host_id" = h."connection_id", "starts_at" = b."starts_at", "ends_at" = b."ends_at" FROM "calendar_bookings" b WHERE b."workspace_id" = h."workspace_id" AND b."id" = h."booking_id" AND h."host_id" IS NULL;
--> statement-breakpoint
ALTER TABLE "calendar_booking_hosts" ADD CONSTRAINT "calendar_booking_hosts_no_overlap_of_people" EXCLUDE USING gist ("workspace_id" WITH =, "host_id" WITH =, "block" WITH &&) WHERE ("status" in ('held', 'confirmed'));
