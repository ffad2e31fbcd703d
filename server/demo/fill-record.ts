import { DEALS, ORGANIZATIONS, PEOPLE } from './cast.ts';
import type { HubClient } from './hub-client.ts';
import { NOTES, TODOS } from './words.ts';

const DAY_MS = 86_400_000;
const day = (at: Date): string => at.toISOString().slice(0, 10);

export interface Filled {
  /** Ids in the order of the cast. */
  organizations: string[];
  people: string[];
  deals: string[];
}

/** The people, companies and deals of the cast, written by the API like any program writes them. */
export async function fillRecord(hub: HubClient, now: Date, step: (done: number, total: number) => void): Promise<Filled> {
  const filled: Filled = { organizations: [], people: [], deals: [] };
  const total = ORGANIZATIONS.length + PEOPLE.length + DEALS.length;
  const next = () => step(filled.organizations.length + filled.people.length + filled.deals.length, total);
  for (const { name, domain, industry, city, country } of ORGANIZATIONS) {
    const { id } = await hub.post<{ id: string }>('/organizations', { name, domains: [domain], industry, address: { city, country } });
    filled.organizations.push(id);
    next();
  }
  for (const { email, phone, organization, stage, ...person } of PEOPLE) {
    const { id } = await hub.post<{ id: string }>('/contacts', {
      ...person,
      emails: [{ value: email }],
      phones: [{ value: phone }],
      lifecycleStage: stage,
      organizationId: filled.organizations[organization],
    });
    filled.people.push(id);
    next();
  }
  const { data: pipelines } = await hub.get<{ data: { id: string; stages: { key: string; outcome: string }[] }[] }>('/pipelines');
  const stages = pipelines[0]?.stages.filter(({ outcome }) => outcome === 'open') ?? [];
  for (const { name, amount, currency, person, stage, inDays, next: nextStep } of DEALS) {
    const { id } = await hub.post<{ id: string }>('/deals', {
      name,
      amount,
      currency,
      nextStep,
      contacts: [{ contactId: filled.people[person], role: 'decision_maker' }],
      organizationId: filled.organizations[PEOPLE[person]?.organization ?? 0],
      expectedCloseDate: day(new Date(now.getTime() + inDays * DAY_MS)),
      ...(stages[Math.min(stage, stages.length - 1)] ? { stage: stages[Math.min(stage, stages.length - 1)]?.key } : {}),
    });
    filled.deals.push(id);
    next();
  }
  for (const [index, body] of NOTES.entries()) await hub.post('/notes', { body, contactIds: [filled.people[index * 3]], dealId: filled.deals[index] });
  for (const [index, title] of TODOS.entries()) {
    const dueAt = new Date(now.getTime() + (index - 2) * DAY_MS).toISOString();
    await hub.post('/tasks', { title, dueAt, contactId: filled.people[index * 2], dealId: filled.deals[index] });
  }
  return filled;
}
