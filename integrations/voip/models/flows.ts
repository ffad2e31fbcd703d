import { integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';
import type { FlowDefinition } from '../flows/definition.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true });

export const voipFlows = pgTable(
  'voip_flows',
  {
    ...workspaceColumns(),
    name: text('name').notNull(),
    draft: jsonb('draft').$type<FlowDefinition>().notNull(),
    publishedVersionId: uuid('published_version_id'),
    removedAt: instant('removed_at'),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);

/** What was published, for ever as it was: a call stays on the version it came in on. */
export const voipFlowVersions = pgTable(
  'voip_flow_versions',
  {
    ...workspaceColumns(),
    flowId: uuid('flow_id').notNull(),
    number: integer('number').notNull(),
    definition: jsonb('definition').$type<FlowDefinition>().notNull(),
    publishedBy: uuid('published_by'),
    publishedAt: instant('published_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('voip_flow_versions_number').on(t.workspaceId, t.flowId, t.number)],
);

/** What a webhook node was answered, for the caller who waits for it. */
export const voipFlowAnswers = pgTable(
  'voip_flow_answers',
  {
    ...workspaceColumns(),
    callId: uuid('call_id').notNull(),
    nodeId: text('node_id').notNull(),
    label: text('label').notNull(),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('voip_flow_answers_node').on(t.workspaceId, t.callId, t.nodeId)],
);
