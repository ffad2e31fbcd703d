import type {
  CrmContactDraft,
  CrmDealDraft,
  CrmFilter,
  CrmFilterSubject,
  CrmHit,
  CrmPage,
  CrmPageRequest,
  CrmPipeline,
  CrmRecordKind,
  CrmSeen,
  CrmTask,
  CrmTaskDraft,
} from './crm-records.ts';
import type { ConnectionId, UserId } from './ids.ts';

/** A network on which people have a handle or a profile, by the record's name for it (`IDENTITY_KINDS` of `crm/models`). */
export type CrmNetwork = string & { readonly network?: never };
/** By what somebody is known. `value` as written: it is normalised (small letters, E.164, the slug of a profile). */
export interface CrmIdentity {
  kind: 'email' | 'phone' | CrmNetwork;
  value: string;
}
export interface CrmContactMatch {
  contactId: string;
  ownerId: string | null;
  organizationId: string | null;
  firstName: string;
  lastName: string;
}
export interface CrmSomebody {
  /** The first that is known decides who it is; the others are added to them. What is no address or number is left out. */
  identities: readonly CrmIdentity[];
  /** As it was written (`Doe, Jane`), or in parts. A name that is there is never overwritten. */
  name?: string | { firstName: string; lastName: string };
  /** Where they work; otherwise it is the domain of their address. Public mail domains name nobody's employer. */
  organizationDomain?: string;
  ownerId?: UserId | null;
  /** Of whoever is added; what is known of others stays. */
  jobTitle?: string;
  leadSource?: CrmContactDraft['leadSource'];
}
export interface CrmContact {
  id: string;
  firstName: string;
  lastName: string;
  jobTitle: string | null;
  organizationId: string | null;
  ownerId: string | null;
  lifecycleStage: string;
  timeZone: string | null;
  locale: string | null;
  /** Grows with every change; see `CrmSeen`. */
  version: number;
  emails: readonly { value: string; primary: boolean }[];
  /** E.164. */
  phones: readonly { value: string; primary: boolean }[];
  tags: readonly string[];
  customFields: Readonly<Record<string, unknown>>;
}
export interface CrmDeal {
  id: string;
  name: string;
  /** A decimal text such as `1250.00`; null when nobody has said. */
  amount: string | null;
  /** ISO 4217. */
  currency: string;
  stage: string;
  status: 'open' | 'won' | 'lost';
  pipelineId: string;
  organizationId: string | null;
  ownerId: string | null;
  contacts: readonly { contactId: string; role: string }[];
  probability: number;
  /** `2026-12-24`. */
  expectedCloseDate: string | null;
  nextStep: string | null;
  stageSince: Date;
  lastActivityAt: Date | null;
  createdAt: Date;
  version: number;
}

export interface CrmParticipant {
  /** An e-mail address (`Ann <ann@acme.com>` is read too), a number, a handle. */
  address: string;
  /** Told by its look; needed for handles. */
  kind?: CrmIdentity['kind'];
  /** `from`, `to`, `cc`, `organizer`, `attendee`, `caller`, `callee`, … */
  role: string;
  name?: string;
  /** Where it is known already; otherwise they are found by their address, now or when a contact with it appears. */
  contactId?: string;
  userId?: UserId;
}
/** What can be said of an activity, at once or piece by piece. What is left out stays as it is. */
export interface CrmActivityFacts {
  subject?: string | null;
  /** A line or two for lists; cut after 1,000 characters. */
  snippet?: string | null;
  /** Plain text; cut after a million characters. */
  body?: string | null;
  /** `missed`, `no_show` and `cancelled` are understood by filters and by "last contact"; others are shown. */
  status?: string | null;
  /** Whose it is: the mailbox's person, the caller. Whoever is told first stays. */
  ownerId?: UserId | null;
  /** How much of it others than its owner see: nothing, that it was, its subject too, all. Default: `everything`. */
  visibility?: 'private' | 'metadata' | 'subject' | 'everything';
  dealId?: string | null;
  organizationId?: string | null;
  participants?: readonly CrmParticipant[];
  /** Details of its kind; keys are joined one by one. Small: 4 kB travel with the event. */
  data?: Readonly<Record<string, unknown>>;
  /** When the source said so (its `updated` time). Facts of an older time never overwrite newer ones. Default: now. */
  toldAt?: Date;
}
export interface CrmActivity extends CrmActivityFacts {
  kind: 'call' | 'email' | 'meeting' | 'message' | 'note' | 'task' | 'profile_update';
  /** `internal` counts as no contact. */
  direction: 'inbound' | 'outbound' | 'internal';
  occurredAt: Date;
  provider: string;
  /** Names it at the provider for ever: with the integration and provider it is the key under which it is kept once. */
  externalId: string;
  /** What makes it the same whoever tells of it, such as a Message-ID in two mailboxes. Takes the place of `externalId` as key. */
  sourceKey?: string;
  connectionId?: ConnectionId;
  threadId?: string | null;
  /** Where to look at it there. */
  url?: string | null;
}

/** `CHANNELS` of `crm/models`: mail, calls, short messages, and networks. */
export type CrmChannel = 'email' | 'call' | 'sms' | CrmNetwork;
export interface CrmMayContact {
  allowed: boolean;
  /** Every reason why not, each a sentence for a salesperson. `until`: when it is over by itself. */
  reasons: readonly {
    code: 'contact_deleted' | 'do_not_contact' | 'consent_withdrawn' | 'consent_missing' | 'quiet_hours';
    sentence: string;
    until?: Date;
  }[];
}

/**
 * The record as integrations use it: people, what happened with them, and whether they may be contacted. What is written
 * bears the integration's name. Every call joins the open transaction of `ctx.db`, or is one of its own. It reaches what
 * the context's actor reaches; a background job reaches everything.
 *
 * Ensure contacts before recording what they did, in the order of their addresses: two that meet then wait in one direction.
 * @example
 * await ctx.db.transaction(async () => {
 *   await ctx.crm.contacts.ensure({ identities: [{ kind: 'email', value: from }], name });
 *   await ctx.crm.activities.record({ kind: 'email', direction: 'inbound', occurredAt, provider: 'acme', externalId, participants });
 * });
 */
export interface Crm {
  contacts: {
    /** Who is known by this; undefined when nobody is, or when several people use it. One look-up by an index. */
    match(identity: CrmIdentity): Promise<CrmContactMatch | undefined>;
    /**
     * The contact that is known by these, added if nobody is: however many ask at a time, there is one. Undefined when none
     * of it is an address of one person.
     * @throws PatchbayError conflict: they were merged just now; try again
     */
    ensure(somebody: CrmSomebody): Promise<{ contactId: string; isNew: boolean } | undefined>;
    /**
     * The same for many, answered in their order: strangers known by one address each are added together. The order of
     * addresses is kept here.
     * @throws PatchbayError conflict
     */
    ensureAll(people: readonly CrmSomebody[]): Promise<({ contactId: string; isNew: boolean } | undefined)[]>;
    /** The values among these that belonged to somebody who asked to be forgotten: nothing that names them is kept again. */
    forgottenAmong(identities: readonly CrmIdentity[]): Promise<ReadonlySet<string>>;
    /** An old id of a merged contact gives who they are now. @throws PatchbayError not_found */
    get(contactId: string): Promise<CrmContact>;
    /** As a person adds one; somebody known by the same address is `conflict`. For people who wrote or called use `ensure`. */
    create(draft: CrmContactDraft): Promise<CrmContact>;
    /** @throws PatchbayError not_found, forbidden, conflict */
    update(contactId: string, change: CrmContactDraft & CrmSeen): Promise<CrmContact>;
    /** Newest first. `q`: words of a name, address, number. */
    list(query: CrmPageRequest & { q?: string; ownerId?: string; organizationId?: string; filter?: CrmFilter }): Promise<CrmPage<CrmContact>>;
  };
  organizations: {
    /** The id of the organization that a domain means, added when it is new; undefined for public mail domains. */
    forDomain(domain: string): Promise<string | undefined>;
    /** As a person adds one. @throws PatchbayError forbidden, invalid_input, conflict (a domain is another's) */
    create(draft: { name: string; domains?: readonly string[]; ownerId?: UserId | null }): Promise<{ id: string; name: string }>;
    /** The names of those that the actor reaches. */
    names(organizationIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  };
  activities: {
    /** Keeps one thing that happened. Told twice, late or by several at once it is one, which says the newest of everything. */
    record(activity: CrmActivity): Promise<{ id: string; isNew: boolean }>;
    /** The same for many at once, with a handful of statements for all that are new; the answers in the order given. */
    recordAll(activities: readonly CrmActivity[]): Promise<readonly { id: string; isNew: boolean }[]>;
    /** More of an activity that this integration recorded. @throws PatchbayError not_found */
    update(activityId: string, facts: CrmActivityFacts & { occurredAt?: Date; threadId?: string }): Promise<void>;
    /** Takes back what this integration recorded, for good; what is not there any more is no error. */
    remove(activityId: string): Promise<void>;
  };
  deals: {
    /** @throws PatchbayError not_found */
    get(dealId: string): Promise<CrmDeal>;
    /** In the first open stage of the workspace's own pipeline, where nothing else is said. */
    create(draft: CrmDealDraft & { name: string }): Promise<CrmDeal>;
    /** @throws PatchbayError not_found, forbidden, conflict (another version), invalid_input */
    update(dealId: string, change: CrmDealDraft & CrmSeen): Promise<CrmDeal>;
    /** Twice is once. */
    win(dealId: string, seen?: CrmSeen): Promise<CrmDeal>;
    lose(dealId: string, why: { reason?: string; detail?: string } & CrmSeen): Promise<CrmDeal>;
    /** Newest first. `q`: a part of the name. */
    list(
      query: CrmPageRequest & {
        q?: string;
        ownerId?: string;
        pipelineId?: string;
        stage?: string;
        status?: 'open' | 'won' | 'lost';
        contactId?: string;
        organizationId?: string;
        overdue?: boolean;
        filter?: CrmFilter;
      },
    ): Promise<CrmPage<CrmDeal>>;
  };
  pipelines: {
    list(): Promise<readonly CrmPipeline[]>;
  };
  /** To-dos of people. */
  tasks: {
    /** @throws PatchbayError person_needed when nobody is behind the context and no owner is named */
    create(draft: CrmTaskDraft & { title: string }): Promise<CrmTask>;
    update(taskId: string, change: CrmTaskDraft & CrmSeen): Promise<CrmTask>;
    /** Twice is once. */
    complete(taskId: string, outcome?: string): Promise<CrmTask>;
    /** Open ones by when they are due. `due` counts in the actor's zone. */
    list(
      query: CrmPageRequest & { ownerId?: string; contactId?: string; dealId?: string; done?: boolean; due?: 'overdue' | 'today' | 'upcoming' | 'none' },
    ): Promise<CrmPage<CrmTask>>;
  };
  notes: {
    /** About at least one of contact, organization and deal. */
    add(note: { body: string; contactId?: string; organizationId?: string; dealId?: string; mentions?: readonly UserId[] }): Promise<{ id: string }>;
  };
  consents: {
    give(consent: {
      contactId: string;
      channel: CrmChannel;
      /** `newsletter`, `sales`, … */
      purpose: string;
      basis: 'consent' | 'contract' | 'legitimate_interest' | 'legal_obligation';
      /** Which words they agreed to. */
      textVersion?: string;
      source?: string;
      givenAt?: Date;
    }): Promise<{ id: string }>;
    /** Without a purpose every one of the channel. */
    withdraw(withdrawal: { contactId: string; channel: CrmChannel; purpose?: string; withdrawnAt?: Date }): Promise<void>;
  };
  /** Records by what they say, best first. */
  search(q: string, options?: { kinds?: readonly CrmHit['kind'][]; limit?: number }): Promise<readonly CrmHit[]>;
  segments: {
    /**
     * The contacts of a segment or of a filter that the actor reaches, by id, so that a long read goes on where it ended.
     * `limit` up to 5,000.
     * @throws PatchbayError not_found, invalid_input
     */
    page(
      of: { segmentId: string } | { filter: CrmFilter },
      page: { after?: string; limit: number },
    ): Promise<{ contactIds: readonly string[]; next: string | null }>;
    /** `exact: false` = an estimate. */
    count(of: { segmentId: string } | { filter: CrmFilter }): Promise<{ count: number; exact: boolean }>;
  };
  filters: {
    /** What cannot be understood, with the path of it; empty when the filter can be used for records of this kind. */
    problems(kind: CrmRecordKind, filter: CrmFilter): Promise<readonly { path: string; message: string }[]>;
    /** Asks a filter of something in memory. A field that the subject does not have is empty. @throws PatchbayError invalid_input */
    passes(filter: CrmFilter, subject: CrmFilterSubject): boolean;
    /** The same, made ready once for many subjects. @throws PatchbayError invalid_input */
    compile(filter: CrmFilter): (subject: CrmFilterSubject) => boolean;
  };
  /**
   * Whether somebody may be contacted on a channel; to be asked before every act. `at`: now, where it is left out.
   * `purpose`: asks for one alone, such as a newsletter; without it a withdrawal of any counts.
   * @throws PatchbayError not_found
   */
  mayContact(contactId: string, channel: CrmChannel, options?: { at?: Date; purpose?: string }): Promise<CrmMayContact>;
  /** Where it is for a contact (IANA name), and how we know. @throws PatchbayError not_found */
  zoneOf(contactId: string): Promise<{ timeZone: string; timeZoneSource: 'set' | 'address' | 'phone' | 'organization' | 'workspace' }>;
}
