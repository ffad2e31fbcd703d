ALTER TABLE "activities" ADD COLUMN "told_at" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "activity_participants" ADD COLUMN "address_kind" text;--> statement-breakpoint
ALTER TABLE "crm_settings" ADD COLUMN "consent_required" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "crm_settings" ADD COLUMN "quiet_hours" jsonb DEFAULT '{"from":"21:00","to":"08:00"}'::jsonb;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD COLUMN "actor" jsonb;--> statement-breakpoint
CREATE INDEX "activity_participants_unmatched" ON "activity_participants" USING btree ("workspace_id","address_kind","address") WHERE contact_id is null and address_kind is not null;