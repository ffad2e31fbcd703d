CREATE TABLE "email_bounce_rules" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"contains" text NOT NULL,
	"reason" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"created_by" text NOT NULL,
	"removed_at" timestamp with time zone,
	"rejudged" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_bounce_rules_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "email_bounce_rules_contains" UNIQUE("workspace_id","contains")
);
--> statement-breakpoint
CREATE TABLE "email_deliveries" (
	"workspace_id" uuid NOT NULL,
	"message_id" text NOT NULL,
	"address" text NOT NULL,
	"domain" text NOT NULL,
	"connection_id" uuid,
	"source" text NOT NULL,
	"state" text NOT NULL,
	"bounce_kind" text,
	"bounce_reason" text,
	"is_disputed" boolean DEFAULT false NOT NULL,
	"is_complained" boolean DEFAULT false NOT NULL,
	"fold" jsonb NOT NULL,
	"first_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_deliveries_workspace_id_message_id_address_pk" PRIMARY KEY("workspace_id","message_id","address"),
	CONSTRAINT "email_deliveries_state" CHECK ("email_deliveries"."state" in ('queued', 'deferred', 'rejected', 'soft_bounced', 'delivered', 'hard_bounced'))
);
--> statement-breakpoint
CREATE TABLE "email_delivery_facts" (
	"workspace_id" uuid NOT NULL,
	"fact_key" text NOT NULL,
	"message_id" text,
	"address" text NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"connection_id" uuid,
	"source" text NOT NULL,
	"is_machine" boolean DEFAULT false NOT NULL,
	"bounce" jsonb,
	"evidence" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "email_delivery_facts_workspace_id_fact_key_pk" PRIMARY KEY("workspace_id","fact_key")
);
--> statement-breakpoint
CREATE TABLE "email_list_syncs" (
	"workspace_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"read_at" timestamp with time zone,
	"counts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_list_syncs_workspace_id_connection_id_pk" PRIMARY KEY("workspace_id","connection_id")
);
--> statement-breakpoint
CREATE TABLE "email_suppressions" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"address" text NOT NULL,
	"reason" text NOT NULL,
	"scope" text NOT NULL,
	"source" text NOT NULL,
	"connection_id" uuid,
	"evidence" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"fact_key" text,
	"since" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone,
	"lifted_at" timestamp with time zone,
	"lifted_because" text,
	"held_at" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_suppressions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "email_suppressions_address" UNIQUE("workspace_id","address"),
	CONSTRAINT "email_suppressions_reason" CHECK ("email_suppressions"."reason" in ('hard_bounce', 'soft_bounces', 'complaint', 'unsubscribed', 'invalid', 'manual')),
	CONSTRAINT "email_suppressions_scope" CHECK ("email_suppressions"."scope" in ('all', 'marketing'))
);
--> statement-breakpoint
CREATE INDEX "email_deliveries_of_address" ON "email_deliveries" USING btree ("workspace_id","address","first_at");--> statement-breakpoint
CREATE INDEX "email_deliveries_by_time" ON "email_deliveries" USING btree ("workspace_id","first_at");--> statement-breakpoint
CREATE INDEX "email_delivery_facts_of_message" ON "email_delivery_facts" USING btree ("workspace_id","message_id","address");--> statement-breakpoint
CREATE INDEX "email_delivery_facts_of_address" ON "email_delivery_facts" USING btree ("workspace_id","address","at");--> statement-breakpoint
CREATE INDEX "email_delivery_facts_bounced" ON "email_delivery_facts" USING btree ("workspace_id","at") WHERE kind = 'bounced';--> statement-breakpoint
CREATE INDEX "email_suppressions_newest" ON "email_suppressions" USING btree ("workspace_id","created_at","id");