import type { ConnectedContext, CrmPipeline, PublishedEvent } from '#sdk';
import { cut, money } from '../blocks/text.ts';
import { stageTitle } from '../records.ts';

export interface Names {
  pipelines: readonly CrmPipeline[];
  person: (userId: unknown) => string | undefined;
}
export async function namesOf(ctx: ConnectedContext): Promise<Names> {
  const [pipelines, people] = await Promise.all([ctx.crm.pipelines.list(), ctx.people.list()]);
  const byId = new Map(people.map(({ userId, name }) => [userId as string, name]));
  return { pipelines, person: (userId) => byId.get(String(userId)) };
}
type Told = Pick<PublishedEvent, 'type' | 'data' | 'previous'>;

const LABELS: Readonly<Record<string, string>> = {
  stage: 'Stage',
  amount: 'Amount',
  ownerId: 'Owner',
  expectedCloseDate: 'Expected close',
  nextStep: 'Next step',
  name: 'Name',
  probability: 'Probability',
  status: 'Status',
};
const SHOWN = new Set(Object.keys(LABELS));

function valueText(field: string, value: unknown, data: Readonly<Record<string, unknown>>, names: Names): string {
  if (value === null || value === undefined || value === '') return '–';
  switch (field) {
    case 'stage':
      return stageTitle(names.pipelines, data.pipelineId, value);
    case 'amount':
      return money(value as string, String(data.currency ?? 'EUR'));
    case 'ownerId':
      return names.person(value) ?? 'somebody';
    case 'probability':
      return `${String(value)} %`;
    default:
      return cut(String(value).replaceAll('_', ' '), 120);
  }
}

export interface Change {
  field: string;
  label: string;
  from: string;
  to: string;
}
/** What changed, as people say it. */
export const changesOf = ({ data, previous }: Told, names: Names): Change[] =>
  Object.entries(previous ?? {})
    .filter(([field]) => SHOWN.has(field))
    .map(([field, before]) => ({
      field,
      label: LABELS[field] ?? field,
      from: valueText(field, before, data, names),
      to: valueText(field, data[field], data, names),
    }))
    .filter(({ from, to }) => from !== to);

const KINDS: Readonly<Record<string, string>> = {
  call: 'Call',
  email: 'E-mail',
  meeting: 'Meeting',
  message: 'Message',
  note: 'Note',
  task: 'To-do',
  profile_update: 'Profile update',
};

/** One line that says what happened: what a screen reader and a notification read out. */
export function sentenceOf(event: Told, names: Names): string {
  const { type, data } = event;
  const name = cut(String(data.name ?? data.subject ?? data.title ?? (`${data.firstName ?? ''} ${data.lastName ?? ''}`.trim() || 'A record')), 150);
  const owner = names.person(data.ownerId);
  const tail = `${data.amount ? ` · ${money(data.amount as string, String(data.currency ?? 'EUR'))}` : ''}${owner ? ` · owner ${owner}` : ''}`;
  const changes = changesOf(event, names);
  const stage = changes.find(({ field }) => field === 'stage');
  switch (type) {
    case 'deal.created':
      return `New deal: ${name}${tail}`;
    case 'deal.won':
      return `Won: ${name}${tail}`;
    case 'deal.lost':
      return `Lost: ${name}${tail}`;
    case 'deal.deleted':
      return `Removed: ${name}`;
    case 'deal.stage_changed':
      return `${name} moved ${stage ? `${stage.from} → ${stage.to}` : 'to another stage'}${tail}`;
    case 'deal.updated':
      return `${name}: ${changes.map(({ label, from, to }) => `${label} ${from} → ${to}`).join(', ') || 'changed'}`;
    case 'contact.created':
      return `New contact: ${name}${tail}`;
    case 'lead.created':
      return `New lead: ${name}${data.formName ? ` · ${String(data.formName)}` : ''}`;
    default: {
      if (!type.startsWith('activity.')) return `${type.replaceAll(/[._]/g, ' ')}: ${name}`;
      const kind = KINDS[String(data.kind)] ?? 'Activity';
      const people = Array.isArray(data.participants)
        ? (data.participants as { name?: string | null; role?: string }[]).map((each) => each.name).filter(Boolean)
        : [];
      const direction = data.direction === 'inbound' ? 'from' : 'with';
      // What the mailbox’s person keeps to themselves is not in the event; nothing is added to it here.
      return `${kind}${people.length > 0 ? ` ${direction} ${cut(people.join(', '), 80)}` : ''}${data.subject ? `: ${cut(String(data.subject), 150)}` : ''}`;
    }
  }
}
