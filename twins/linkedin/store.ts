export interface LocaleText {
  localized: Record<string, string>;
}
export interface Question {
  questionId: number;
  name: string;
  predefinedField?: string;
  question: LocaleText;
  questionDetails: { textQuestionDetails?: { maxResponseLength: number }; multipleChoiceQuestionDetails?: { options: LocaleText[] } };
  responseRequired: boolean;
  responseEditable: boolean;
}
export interface LeadForm {
  id: number;
  versionId: number;
  name: string;
  state: 'PUBLISHED' | 'DRAFT' | 'ARCHIVED';
  owner: Owner;
  creationLocale: { country: string; language: string };
  created: number;
  lastModified: number;
  hiddenFields: { name: string; value: string }[];
  content: {
    headline: LocaleText;
    description: LocaleText;
    questions: Question[];
    legalInfo: {
      legalInfoId: number;
      privacyPolicyUrl: string;
      legalDisclaimer: LocaleText;
      consents: { id: number; checkRequired: boolean; consent: LocaleText }[];
    };
  };
}
export interface Owner {
  sponsoredAccount?: string;
  organization?: string;
}
export type LeadType = 'SPONSORED' | 'EVENT' | 'COMPANY' | 'ORGANIZATION_PRODUCT';
export interface Lead {
  id: string;
  leadType: LeadType;
  owner: Owner;
  submitter: string;
  submittedAt: number;
  testLead: boolean;
  versionedLeadGenFormUrn: string;
  leadMetadata?: { sponsoredLeadMetadata: { campaign: string } };
  associatedEntity?: Record<string, string>;
  formResponse: {
    answers: { questionId: number; answerDetails: { textQuestionAnswer?: { answer: string }; multipleChoiceAnswer?: { options: number[] } } }[];
    consentResponses: { consentId: number; accepted: boolean }[];
  };
}
export interface Subscription {
  id: string;
  accountId: string;
  webhook: string;
  owner: Owner;
  leadType: LeadType;
  failures: number;
  isBlocked: boolean;
  lastChallengeMs: number | null;
}
export interface Post {
  id: string;
  author: string;
  commentary: string;
  visibility: string;
  lifecycleState: string;
  content?: Record<string, unknown>;
  createdAt: number;
  publishedAt: number;
}
export interface ChangeEvent {
  id: number;
  capturedAt: number;
  processedAt: number;
  accountId: string;
  resourceName: string;
  resourceId: string;
  method: 'CREATE' | 'UPDATE' | 'PARTIAL_UPDATE' | 'DELETE';
  activity: Record<string, unknown>;
  activityStatus: string;
}
export interface Organization {
  id: number;
  localizedName: string;
  vanityName: string;
  website: string;
  followers: number;
}
export interface AdAccount {
  id: number;
  name: string;
  test: boolean;
  organizationId: number;
}
export interface Acl {
  accountId: string;
  organizationId: number;
  role: string;
  state: 'APPROVED' | 'REQUESTED' | 'REJECTED' | 'REVOKED';
}

export interface LinkedInData {
  /** Of the developer portal's Products tab. A scope of another product refuses the whole consent. */
  products: string[];
  /** Only approved partners get refresh tokens. */
  hasRefreshTokens: boolean;
  /** What `/v2/userinfo` leaves out or says in another shape. */
  userinfo: 'full' | 'no_email' | 'text_flags';
  versions: { active: string[]; sunset: string[] };
  /** Units per UTC day by `<resource>` and by `*`. */
  quotas: { application: Record<string, number>; member: Record<string, number> };
  used: Record<string, number>;
  organizations: Record<string, Organization>;
  adAccounts: Record<string, AdAccount>;
  acls: Acl[];
  /** `<id>,<version>` → form. */
  forms: Record<string, LeadForm>;
  leads: Record<string, Lead>;
  subscriptions: Record<string, Subscription>;
  posts: Record<string, Post>;
  uploads: Record<string, { owner: string; kind: string; size: number }>;
  snapshots: Record<string, Record<string, Record<string, string>[]>>;
  /** Snapshot domains of an account are not readable before. */
  snapshotReadyMs: number;
  changes: ChangeEvent[];
  /** Messages that a partner sent for a member. */
  sent: { id: string; from: string; recipients: string[]; body: string; at: number }[];
  /** The picture of each organization is answered with a 429 inside a 200. */
  isDecorationThrottled: boolean;
  sequence: number;
}

export const accounts = [
  { id: '782bbtaQ', email: 'ada@acme.test', name: 'Ada Byron', slug: 'ada-byron' },
  { id: '9HfKo21x', email: 'bob@acme.test', name: 'Bob Noyce', slug: 'bob-noyce' },
];
export type LinkedInAccount = (typeof accounts)[number];

export const urn = (type: string, id: string | number): string => `urn:li:${type}:${id}`;
export const lastOf = (text: string): string => text.slice(text.lastIndexOf(':') + 1);
