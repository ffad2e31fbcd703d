ALTER TABLE "alert_notices" DROP CONSTRAINT "alert_notices_channel";--> statement-breakpoint
ALTER TABLE "alert_settings" ADD COLUMN "chat_channel_id" text;--> statement-breakpoint
ALTER TABLE "alert_notices" ADD CONSTRAINT "alert_notices_channel" CHECK (channel in ('email', 'webhook', 'chat'));