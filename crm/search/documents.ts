import type { SearchDocument } from './index-record.ts';

/** What each kind of record is found by. One place, so that a change and a reindexing write the same. */
type Texts = readonly (string | null | undefined)[];
const joined = (texts: Texts): string => texts.filter((text) => text).join(' · ');

interface ContactFacts {
  id: string;
  ownerId: string | null;
  firstName: string;
  lastName: string;
  jobTitle?: string | null;
  city?: string | null;
  country?: string | null;
  description?: string | null;
  organizationName?: string | null;
  /** Addresses, numbers and handles. */
  identities: readonly string[];
}
export function contactDocument({ id, ownerId, firstName, lastName, identities, organizationName, ...more }: ContactFacts): SearchDocument {
  const name = `${firstName} ${lastName}`.trim();
  return {
    entity: 'contact',
    recordId: id,
    title: name || identities[0] || 'Nobody’s name',
    text: joined([more.jobTitle, organizationName, ...identities, more.city, more.country, more.description]),
    ownerId,
  };
}

interface OrganizationFacts {
  id: string;
  ownerId: string | null;
  name: string;
  domains: readonly string[];
  email?: string | null;
  phone?: string | null;
  website?: string | null;
  city?: string | null;
  country?: string | null;
  description?: string | null;
}
export const organizationDocument = ({ id, ownerId, name, domains, ...more }: OrganizationFacts): SearchDocument => ({
  entity: 'organization',
  recordId: id,
  title: name,
  text: joined([...domains, more.email, more.phone, more.website, more.city, more.country, more.description]),
  ownerId,
});

interface DealFacts {
  id: string;
  ownerId: string | null;
  name: string;
  description?: string | null;
  nextStep?: string | null;
  organizationName?: string | null;
}
export const dealDocument = ({ id, ownerId, name, organizationName, nextStep, description }: DealFacts): SearchDocument => ({
  entity: 'deal',
  recordId: id,
  title: name,
  text: joined([organizationName, nextStep, description]),
  ownerId,
});

interface ActivityFacts {
  id: string;
  ownerId: string | null;
  kind: string;
  subject?: string | null;
  snippet?: string | null;
  body?: string | null;
  visibility: 'private' | 'metadata' | 'subject' | 'everything';
}
/** Of what others may not read nothing is found by others: not by its words either. */
export function activityDocument({ id, ownerId, kind, subject, snippet, body, visibility }: ActivityFacts): SearchDocument {
  const isPrivate = visibility === 'private' || visibility === 'metadata';
  const showsText = visibility !== 'subject';
  return {
    entity: 'activity',
    recordId: id,
    title: subject || (showsText && snippet?.slice(0, 80)) || kind,
    text: showsText ? joined([body ?? snippet]) : '',
    ownerId,
    isPrivate,
  };
}

interface TodoFacts {
  id: string;
  ownerId: string | null;
  title: string;
  description?: string | null;
}
export const todoDocument = ({ id, ownerId, title, description }: TodoFacts): SearchDocument => ({
  entity: 'todo',
  recordId: id,
  title,
  text: joined([description]),
  ownerId,
});
