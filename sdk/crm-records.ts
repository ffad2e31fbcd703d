import type { UserId } from './ids.ts';

/** What can be said of a contact; what is left out stays as it is. Values that are none are `invalid_input` with their path. */
export interface CrmContactDraft {
  firstName?: string;
  lastName?: string;
  jobTitle?: string | null;
  organizationId?: string | null;
  lifecycleStage?: string;
  leadSource?: string | null;
  ownerId?: UserId | null;
  /** All of them: those that are not named are taken away. */
  emails?: readonly { value: string; primary?: boolean }[];
  phones?: readonly { value: string; label?: string; primary?: boolean }[];
  website?: string | null;
  /** Where they are found on the networks that the record knows, by the record's own names of these fields. */
  [profile: `${string}Url`]: string | null | undefined;
  description?: string | null;
  timeZone?: string | null;
  locale?: string | null;
  tags?: readonly string[];
  customFields?: Readonly<Record<string, unknown>>;
}
export interface CrmDealDraft {
  name?: string;
  description?: string | null;
  /** A decimal text such as `1250.00`. */
  amount?: string | null;
  /** ISO 4217; the workspace's own where it is left out. */
  currency?: string;
  organizationId?: string | null;
  ownerId?: UserId | null;
  pipelineId?: string;
  /** Key of a stage of the pipeline. */
  stage?: string;
  /** `2026-12-24`. */
  expectedCloseDate?: string | null;
  leadSource?: string | null;
  nextStep?: string | null;
  contacts?: readonly { contactId: string; role: 'decision_maker' | 'champion' | 'influencer' | 'user' | 'billing' | 'other' }[];
  tags?: readonly string[];
  customFields?: Readonly<Record<string, unknown>>;
}
/** The version the caller has seen; another one is `conflict`: somebody was quicker. */
export interface CrmSeen {
  version?: number;
}
export interface CrmPipeline {
  id: string;
  name: string;
  isDefault: boolean;
  /** In their order; `outcome` is what a deal in it is. */
  stages: readonly { key: string; title: string; outcome: 'open' | 'won' | 'lost'; probability: number }[];
}
export interface CrmTask {
  id: string;
  title: string;
  description: string | null;
  ownerId: string;
  dueAt: Date | null;
  priority: string;
  completedAt: Date | null;
  contactId: string | null;
  organizationId: string | null;
  dealId: string | null;
  version: number;
}
export interface CrmTaskDraft {
  title?: string;
  description?: string | null;
  /** Whose it is; the actor's own where it is left out. */
  ownerId?: UserId;
  dueAt?: Date | null;
  contactId?: string | null;
  organizationId?: string | null;
  dealId?: string | null;
}
/** Pages of lists: `cursor` as the page before gave it. Limit 1–200, 50 where it is left out. */
export interface CrmPageRequest {
  limit?: number;
  cursor?: string;
}
export interface CrmPage<T> {
  data: readonly T[];
  nextCursor: string | null;
}
/** A filter of API.md: `{ all|any: [...] }`, `{ not }`, `{ field, op, value }`, `{ event, within, count? }`. JSON from outside; checked where it is used. */
export type CrmFilter = unknown;

export type CrmRecordKind = 'contact' | 'organization' | 'deal';
export interface CrmHit {
  kind: CrmRecordKind | 'activity' | 'todo';
  id: string;
  title: string;
  excerpt: string;
  ownerId: string | null;
}
/** A field of a filter's subject that lies in memory, such as an event's data. */
export interface CrmFilterSubject {
  /** `undefined`: there is no such field. An empty list: it is empty. */
  field(
    name: string,
  ): { type: 'text' | 'code' | 'number' | 'date' | 'time' | 'bool' | 'user' | 'tag'; values: readonly (string | number | boolean)[] } | undefined;
  now: Date;
  /** Who `me` is. */
  me?: string;
}
