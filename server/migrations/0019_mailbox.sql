ALTER TABLE "streams" ADD COLUMN "watch_token" uuid;--> statement-breakpoint
ALTER TABLE "streams" ADD COLUMN "watch_until" timestamp with time zone;