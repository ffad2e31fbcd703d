CREATE TABLE "erased_identities" (
	"workspace_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"erasure_id" uuid NOT NULL,
	"erased_at" timestamp with time zone NOT NULL,
	CONSTRAINT "erased_identities_workspace_id_hash_pk" PRIMARY KEY("workspace_id","hash")
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"actor" text NOT NULL,
	"erased_at" timestamp with time zone NOT NULL,
	"proof" jsonb NOT NULL,
	CONSTRAINT "erasures_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "activities" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "crm_settings" ADD COLUMN "erasure_salt" text;