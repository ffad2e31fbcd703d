import { createHash } from 'node:crypto';
import { readInstant } from '../../archive/dates.ts';
import { normal } from '../../archive/layouts.ts';
import type { LeadFileChoice } from '../../models/leads.ts';
import { personOf } from '../mapping.ts';
import type { LeadFacts } from '../place-lead.ts';

export type RowSkip = 'no_address' | 'no_date' | 'twice_in_file' | 'already_here' | 'refused';
const YES = new Set(['yes', 'true', '1', 'y', 'x', 'accepted', 'agreed', 'ja', 'oui', 'sí', 'si', 'sim', 'tak', 'wahr', 'vrai'].map(normal));

interface Reading {
  columns: readonly string[];
  mapping: Readonly<Record<string, string>>;
  choice: LeadFileChoice;
  /** Where a row says nothing of its own time. */
  now: Date;
}

/** One row as a lead, or why it is none. Pure. */
export function readLeadRow({ columns, mapping, choice, now }: Reading, record: readonly string[]): LeadFacts | { skip: RowSkip } {
  const cells = columns.map((column, index) => ({
    column,
    index,
    field: mapping[column] ?? 'none',
    value: (record[index] ?? '').trim().slice(0, 4_000).toWellFormed(),
  }));
  const fact = (field: string) => cells.find((cell) => cell.field === field)?.value ?? '';
  const answers = cells
    .filter(({ field, value }) => value !== '' && !['leadId', 'submittedAt', 'formName', 'campaign', 'consent', 'skip'].includes(field))
    .map(({ column, index, field, value }) => ({ questionId: index, label: column, field: field === 'none' ? null : field, value }));
  const { emails, phones, linkedinUrl } = personOf(answers);
  const address = emails[0] ?? phones[0] ?? linkedinUrl;
  if (!address) return { skip: 'no_address' };
  const told = fact('submittedAt');
  const submittedAt = told === '' ? now : readInstant(told, choice.dates);
  if (!submittedAt || submittedAt.getTime() > now.getTime() + 86_400_000) return { skip: 'no_date' };
  const formName = fact('formName') || choice.formName;
  const consents = cells
    .filter(({ field, value }) => field === 'consent' && value !== '')
    .map(({ column, index, value }) => ({ consentId: index, accepted: YES.has(normal(value)), text: column }));
  return {
    responseId: fact('leadId') || `file:${createHash('sha256').update([address.toLowerCase(), formName, told].join('\0')).digest('hex').slice(0, 40)}`,
    ownerUrn: '',
    leadType: 'SPONSORED',
    form: {
      formId: `file:${normal(formName).slice(0, 80)}`,
      version: 1,
      name: formName,
      locale: 'file',
      legalHash: createHash('sha256')
        .update(JSON.stringify(consents.map(({ text }) => text)))
        .digest('hex')
        .slice(0, 32),
    },
    isTest: false,
    answers,
    consents,
    hiddenFields: {},
    campaign: fact('campaign') || null,
    creative: null,
    submittedAt,
    receivedBy: 'file',
  };
}
