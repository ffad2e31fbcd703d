ALTER TABLE "linkedin_lead_news" ADD COLUMN "claimed_until" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "linkedin_threads_open" ON "linkedin_threads" USING btree ("workspace_id","owner_user_id",(slugs ->> 0)) WHERE contact_id is null and not is_group;--> statement-breakpoint
ALTER TABLE "linkedin_lead_news" DROP COLUMN "tries";