-- by hand: days that were closed before did not ask the provider for its count; they are counted again, on both sides.
DELETE FROM "voip_ledger_days";--> statement-breakpoint
ALTER TABLE "voip_greetings" DROP CONSTRAINT "voip_greetings_during";--> statement-breakpoint
ALTER TABLE "voip_ledger_days" ADD COLUMN "calls" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "voip_ledger_days" ADD COLUMN "signature" text;--> statement-breakpoint
ALTER TABLE "voip_queues" ADD COLUMN "hold_music_file_id" uuid;--> statement-breakpoint
ALTER TABLE "voip_greetings" ADD CONSTRAINT "voip_greetings_during" CHECK ("voip_greetings"."during" in ('always', 'open', 'closed', 'machine'));
