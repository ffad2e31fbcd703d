CREATE TABLE "email_campaign_recipients" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"contact_id" uuid NOT NULL,
	"address" text NOT NULL,
	"domain" text NOT NULL,
	"variant" text DEFAULT 'a' NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"due_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"message_id" text,
	"connection_id" uuid,
	"provider_id" text,
	"content_hash" text,
	"lease_token" uuid,
	"lease_until" timestamp with time zone,
	"handed_at" timestamp with time zone,
	"settled_at" timestamp with time zone,
	"ask_at" timestamp with time zone,
	"activity_id" uuid,
	"is_tracked" boolean DEFAULT false NOT NULL,
	"delivered_at" timestamp with time zone,
	"bounced_at" timestamp with time zone,
	"bounce_kind" text,
	"complained_at" timestamp with time zone,
	"replied_at" timestamp with time zone,
	"auto_replied_at" timestamp with time zone,
	"unsubscribed_at" timestamp with time zone,
	"opened_at" timestamp with time zone,
	"clicked_at" timestamp with time zone,
	"human_opens" integer DEFAULT 0 NOT NULL,
	"machine_opens" integer DEFAULT 0 NOT NULL,
	"human_clicks" integer DEFAULT 0 NOT NULL,
	"machine_clicks" integer DEFAULT 0 NOT NULL,
	"history" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_campaign_recipients_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "email_campaign_recipients_once" UNIQUE("workspace_id","campaign_id","contact_id"),
	CONSTRAINT "email_campaign_recipients_state" CHECK ("email_campaign_recipients"."state" in ('excluded', 'waiting', 'queued', 'reserved', 'handed', 'accepted', 'failed', 'unknown'))
);
--> statement-breakpoint
CREATE TABLE "email_campaigns" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"plan" jsonb NOT NULL,
	"variants" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"user_id" uuid,
	"audience_cursor" text,
	"paused_by" text,
	"paused_reason" text,
	"resumes_as" text,
	"resting" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"winner" text,
	"winner_due_at" timestamp with time zone,
	"starts_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_campaigns_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "email_campaigns_state" CHECK ("email_campaigns"."state" in ('draft', 'scheduled', 'preparing', 'sending', 'paused', 'finished', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "email_contact_tracking" (
	"workspace_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_contact_tracking_workspace_id_contact_id_pk" PRIMARY KEY("workspace_id","contact_id"),
	CONSTRAINT "email_contact_tracking_mode" CHECK ("email_contact_tracking"."mode" in ('none', 'aggregate', 'full'))
);
--> statement-breakpoint
CREATE TABLE "email_engagements" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"campaign_id" uuid,
	"subject" text,
	"verdict" text NOT NULL,
	"reasons" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"link_id" text,
	"user_agent" text,
	"network" text,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "email_engagements_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "email_engagements_kind" CHECK ("email_engagements"."kind" in ('open', 'click')),
	CONSTRAINT "email_engagements_verdict" CHECK ("email_engagements"."verdict" in ('human', 'machine', 'unsure'))
);
--> statement-breakpoint
CREATE TABLE "email_erasures" (
	"workspace_id" uuid NOT NULL,
	"address_hash" text NOT NULL,
	"erased_at" timestamp with time zone NOT NULL,
	"proof" jsonb NOT NULL,
	CONSTRAINT "email_erasures_workspace_id_address_hash_pk" PRIMARY KEY("workspace_id","address_hash")
);
--> statement-breakpoint
CREATE TABLE "email_links" (
	"workspace_id" uuid NOT NULL,
	"id" text NOT NULL,
	"url" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_links_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "email_outreach_settings" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"tracking" text DEFAULT 'full' NOT NULL,
	"postal_address" text DEFAULT '' NOT NULL,
	"booking_url" text DEFAULT '' NOT NULL,
	"pause_bounce_rate" integer DEFAULT 5 NOT NULL,
	"pause_complaint_permille" integer DEFAULT 3 NOT NULL,
	"transport_per_minute" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"erasure_salt" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_outreach_settings_tracking" CHECK ("email_outreach_settings"."tracking" in ('none', 'aggregate', 'full'))
);
--> statement-breakpoint
CREATE TABLE "email_topic_choices" (
	"workspace_id" uuid NOT NULL,
	"topic_id" uuid NOT NULL,
	"address" text NOT NULL,
	"state" text NOT NULL,
	"contact_id" uuid,
	"proof" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_topic_choices_workspace_id_topic_id_address_pk" PRIMARY KEY("workspace_id","topic_id","address"),
	CONSTRAINT "email_topic_choices_state" CHECK ("email_topic_choices"."state" in ('pending', 'subscribed', 'unsubscribed'))
);
--> statement-breakpoint
CREATE TABLE "email_topics" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"double_opt_in" boolean DEFAULT false NOT NULL,
	"removed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_topics_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "email_topics_name" UNIQUE("workspace_id","name")
);
--> statement-breakpoint
CREATE TABLE "email_template_versions" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"template_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"subject" text NOT NULL,
	"format" text NOT NULL,
	"body" text NOT NULL,
	"text" text,
	"compiled" jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_template_versions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "email_template_versions_once" UNIQUE("workspace_id","template_id","version"),
	CONSTRAINT "email_template_versions_format" CHECK ("email_template_versions"."format" in ('mjml', 'html', 'text'))
);
--> statement-breakpoint
CREATE TABLE "email_templates" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"folder" text DEFAULT '' NOT NULL,
	"shortcut" text,
	"version" integer NOT NULL,
	"created_by" text NOT NULL,
	"removed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_templates_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "email_templates_shortcut" UNIQUE("workspace_id","shortcut"),
	CONSTRAINT "email_templates_kind" CHECK ("email_templates"."kind" in ('template', 'snippet'))
);
--> statement-breakpoint
CREATE INDEX "email_campaign_recipients_next" ON "email_campaign_recipients" USING btree ("workspace_id","campaign_id","state","position");--> statement-breakpoint
CREATE INDEX "email_campaign_recipients_by_address" ON "email_campaign_recipients" USING btree ("workspace_id","campaign_id","address");--> statement-breakpoint
CREATE INDEX "email_campaign_recipients_by_message" ON "email_campaign_recipients" USING btree ("workspace_id","message_id") WHERE message_id is not null;--> statement-breakpoint
CREATE INDEX "email_campaign_recipients_of_contact" ON "email_campaign_recipients" USING btree ("workspace_id","contact_id","handed_at");--> statement-breakpoint
CREATE INDEX "email_campaign_recipients_handed" ON "email_campaign_recipients" USING btree ("workspace_id","campaign_id","handed_at") WHERE handed_at is not null;--> statement-breakpoint
CREATE INDEX "email_campaign_recipients_leases" ON "email_campaign_recipients" USING btree ("workspace_id","lease_until") WHERE lease_until is not null;--> statement-breakpoint
CREATE INDEX "email_campaigns_by_state" ON "email_campaigns" USING btree ("workspace_id","state","starts_at");--> statement-breakpoint
CREATE INDEX "email_engagements_of_subject" ON "email_engagements" USING btree ("workspace_id","subject","at");--> statement-breakpoint
CREATE INDEX "email_engagements_of_campaign" ON "email_engagements" USING btree ("workspace_id","campaign_id","kind","at");--> statement-breakpoint
CREATE INDEX "email_topic_choices_of" ON "email_topic_choices" USING btree ("workspace_id","address");--> statement-breakpoint
CREATE INDEX "email_templates_by_folder" ON "email_templates" USING btree ("workspace_id","folder","name");