import type { FormQuestion, LeadAnswer } from '../models/leads.ts';
import type { RemoteLead } from '../serializers/leads.ts';

/** What an answer can become. `custom.<key>` is a field of the workspace's own; `none` stays on the lead alone. */
export const LEAD_FIELDS = ['firstName', 'lastName', 'email', 'phone', 'jobTitle', 'company', 'linkedinUrl', 'website', 'none'] as const;
export const isLeadField = (field: string): boolean => (LEAD_FIELDS as readonly string[]).includes(field) || /^custom\.[a-z0-9_]{1,60}$/i.test(field);

/** LinkedIn's words are the same in every language; one that we do not know is a question of the author's. */
const BY_ITSELF: Readonly<Record<string, string>> = {
  FIRST_NAME: 'firstName',
  LAST_NAME: 'lastName',
  EMAIL: 'email',
  WORK_EMAIL: 'email',
  PHONE_NUMBER: 'phone',
  WORK_PHONE_NUMBER: 'phone',
  JOB_TITLE: 'jobTitle',
  COMPANY_NAME: 'company',
  LINKEDIN_PROFILE_LINK: 'linkedinUrl',
};

/** Names a question for its mapping. Ids change with every version of a form; LinkedIn's word and the author's name stay. */
export const questionKey = ({ predefinedField, name, label }: Pick<FormQuestion, 'predefinedField' | 'name' | 'label'>): string =>
  predefinedField ? `predefined:${predefinedField}` : `name:${name || label}`;

export const suggestedField = (question: FormQuestion): string => BY_ITSELF[question.predefinedField ?? ''] ?? 'none';
export const fieldOf = (question: FormQuestion, mapping: Readonly<Record<string, string>>): string =>
  mapping[questionKey(question)] ?? suggestedField(question);

/** Answers in words, each with what it becomes. An answer whose question nobody knows is kept under its id. */
export function readAnswers(lead: RemoteLead, questions: readonly FormQuestion[], mapping: Readonly<Record<string, string>>): LeadAnswer[] {
  return lead.formResponse.answers.flatMap(({ questionId, answerDetails }) => {
    const question = questions.find((each) => each.questionId === questionId);
    const places = answerDetails.multipleChoiceAnswer?.options;
    const value = places ? places.map((place) => question?.options?.[place] ?? `#${place + 1}`).join(', ') : (answerDetails.textQuestionAnswer?.answer ?? '');
    const text = value.trim();
    if (text === '') return [];
    const field = question ? fieldOf(question, mapping) : 'none';
    return [{ questionId, label: question?.label ?? `Question ${questionId}`, field: field === 'none' ? null : field, value: text }];
  });
}

export interface LeadPerson {
  firstName: string;
  lastName: string;
  emails: string[];
  phones: string[];
  linkedinUrl: string | undefined;
  jobTitle: string | undefined;
  company: string | undefined;
  website: string | undefined;
  customFields: Record<string, string>;
}
/** What the answers say of the person. The first answer of a field counts; addresses are all kept. */
export function personOf(answers: readonly LeadAnswer[]): LeadPerson {
  const all = (field: string) => answers.filter((each) => each.field === field).map(({ value }) => value);
  const [firstName = ''] = all('firstName');
  const [lastName = ''] = all('lastName');
  return {
    firstName,
    lastName,
    emails: all('email'),
    phones: all('phone'),
    linkedinUrl: all('linkedinUrl')[0],
    jobTitle: all('jobTitle')[0],
    company: all('company')[0],
    website: all('website')[0],
    customFields: Object.fromEntries(answers.flatMap(({ field, value }) => (field?.startsWith('custom.') ? [[field.slice('custom.'.length), value]] : []))),
  };
}
