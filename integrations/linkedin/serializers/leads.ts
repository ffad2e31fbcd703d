import { createHash } from 'node:crypto';
import { z } from 'zod';
import { urnId, urnTuple } from '../client/restli.ts';
import type { FormConsent, FormQuestion } from '../models/leads.ts';

const localized = z.object({ localized: z.record(z.string(), z.string()).default({}) });
const ownerShape = z.object({ sponsoredAccount: z.string().optional(), organization: z.string().optional() });
export type RemoteOwner = z.output<typeof ownerShape>;

const question = z.object({
  questionId: z.coerce.number(),
  name: z.string().default(''),
  predefinedField: z.string().nullish(),
  question: localized.optional(),
  questionDetails: z
    .object({
      // The inner names of options are not documented: texts and localized objects are both read.
      multipleChoiceQuestionDetails: z.object({ options: z.array(z.unknown()).default([]) }).optional(),
    })
    .loose()
    .optional(),
});
const content = z.object({
  questions: z.array(question).default([]),
  legalInfo: z
    .object({
      privacyPolicyUrl: z.string().optional(),
      legalDisclaimer: localized.optional(),
      consents: z.array(z.object({ id: z.coerce.number(), consent: localized.optional() })).default([]),
    })
    .optional(),
});
const hiddenFields = z.array(z.object({ name: z.string(), value: z.string() })).default([]);
const creationLocale = z.object({ country: z.string(), language: z.string() }).optional();

export const remoteForm = z.object({
  id: z.coerce.string(),
  versionId: z.coerce.number().default(1),
  name: z.string().default(''),
  state: z.string().default('PUBLISHED'),
  owner: ownerShape,
  creationLocale,
  content: content.optional(),
  hiddenFields,
});
export type RemoteForm = z.output<typeof remoteForm>;

export const remoteLead = z.object({
  id: z.string(),
  leadType: z.string().default('SPONSORED'),
  owner: ownerShape,
  submitter: z.string().optional(),
  submittedAt: z.coerce.number(),
  testLead: z.boolean().default(false),
  versionedLeadGenFormUrn: z.string(),
  leadMetadataInfo: z.object({ sponsoredLeadMetadataInfo: z.object({ campaign: z.object({ name: z.string().optional() }).optional() }).optional() }).optional(),
  associatedEntity: z.record(z.string(), z.unknown()).optional(),
  form: z.object({ id: z.coerce.string().optional(), name: z.string().optional(), creationLocale, hiddenFields, content: content.optional() }).optional(),
  formResponse: z
    .object({
      answers: z
        .array(
          z.object({
            questionId: z.coerce.number(),
            answerDetails: z.object({
              textQuestionAnswer: z.object({ answer: z.string().nullish() }).optional(),
              multipleChoiceAnswer: z.object({ options: z.array(z.coerce.number()).default([]) }).optional(),
            }),
          }),
        )
        .default([]),
      consentResponses: z.array(z.object({ consentId: z.coerce.number(), accepted: z.boolean() })).default([]),
    })
    .default({ answers: [], consentResponses: [] }),
});
export type RemoteLead = z.output<typeof remoteLead>;

export const ownerUrnOf = (owner: RemoteOwner): string => owner.sponsoredAccount ?? owner.organization ?? '';
export const ownerOf = (urn: string): RemoteOwner => (urn.includes(':sponsoredAccount:') ? { sponsoredAccount: urn } : { organization: urn });

/** `urn:li:versionedLeadGenForm:(urn:li:leadGenForm:7,1)` → form 7, version 1. */
export function formOf(versionedUrn: string): { formId: string; version: number } {
  const [form = '', version = '1'] = urnTuple(versionedUrn);
  return { formId: urnId(form), version: Number(version) || 1 };
}

const firstText = (text: z.output<typeof localized> | undefined, locale: string): string =>
  text?.localized[locale] ?? Object.values(text?.localized ?? {})[0] ?? '';
const optionText = (option: unknown, locale: string): string => {
  if (typeof option === 'string') return option;
  const parsed = localized.safeParse(option);
  if (parsed.success) return firstText(parsed.data, locale);
  const text = (option as { text?: unknown } | null)?.text;
  return typeof text === 'string' ? text : optionText(text ?? '', locale);
};

const localeText = (locale: z.output<typeof creationLocale>): string => (locale ? `${locale.language}_${locale.country}` : 'en_US');

/** What a form asks, whichever way it came: alone, or inside a response. */
export function questionsOf(of: z.output<typeof content> | undefined, locale: string): FormQuestion[] {
  return (of?.questions ?? []).map(({ questionId, name, predefinedField, question: asked, questionDetails }) => {
    const options = questionDetails?.multipleChoiceQuestionDetails?.options;
    return {
      questionId,
      name,
      predefinedField: predefinedField ?? null,
      label: firstText(asked, locale) || name,
      options: options ? options.map((option) => optionText(option, locale)) : null,
    };
  });
}
const consentsOf = (of: z.output<typeof content> | undefined, locale: string): FormConsent[] =>
  (of?.legalInfo?.consents ?? []).map(({ id, consent }) => ({ consentId: id, text: firstText(consent, locale) }));

/** Names the words that somebody agreed to: disclaimer, privacy address and consents, in the form's language. */
const legalHash = (of: z.output<typeof content> | undefined): string =>
  createHash('sha256')
    .update(JSON.stringify(of?.legalInfo ?? null))
    .digest('hex')
    .slice(0, 32);

export interface FormFacts {
  formId: string;
  version: number;
  name: string;
  state: string;
  locale: string;
  questions: FormQuestion[];
  consents: FormConsent[];
  legalHash: string;
  hiddenFields: Record<string, string>;
}
export function toForm(form: RemoteForm): FormFacts {
  const locale = localeText(form.creationLocale);
  return {
    formId: form.id,
    version: form.versionId,
    name: form.name || `Form ${form.id}`,
    state: form.state,
    locale,
    questions: questionsOf(form.content, locale),
    consents: consentsOf(form.content, locale),
    legalHash: legalHash(form.content),
    hiddenFields: Object.fromEntries(form.hiddenFields.map(({ name, value }) => [name, value])),
  };
}
/** The form as it stood when this was sent: it may have been changed since. */
export function formInside(lead: RemoteLead): FormFacts | undefined {
  if (!lead.form?.content) return undefined;
  const { formId, version } = formOf(lead.versionedLeadGenFormUrn);
  return toForm({
    id: formId,
    versionId: version,
    name: lead.form.name ?? '',
    // A response does not say whether its form still takes others.
    state: '',
    owner: lead.owner,
    creationLocale: lead.form.creationLocale,
    content: lead.form.content,
    hiddenFields: lead.form.hiddenFields,
  });
}

const action = z.enum(['CREATED', 'DELETED']);
export const leadEvent = z.object({
  type: z.literal('LEAD_ACTION'),
  leadGenFormResponse: z.string().min(1),
  leadGenForm: z.string().optional(),
  owner: ownerShape.optional(),
  leadType: z.string().default('SPONSORED'),
  leadAction: action,
  occurredAt: z.coerce.number(),
});
export type LeadEvent = z.output<typeof leadEvent>;
export const responseIdOf = (urn: string): string => urnId(urn);
