DROP INDEX "deals_by_stage";--> statement-breakpoint
ALTER TABLE "custom_values" ADD COLUMN "is_unique" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "pipelines_default" ON "pipelines" USING btree ("workspace_id") WHERE is_default;--> statement-breakpoint
CREATE UNIQUE INDEX "custom_values_unique" ON "custom_values" USING btree ("workspace_id","field_id","text") WHERE is_unique;--> statement-breakpoint
CREATE INDEX "deals_by_stage" ON "deals" USING btree ("workspace_id","pipeline_id","stage","position","id") WHERE record_state = 'live';