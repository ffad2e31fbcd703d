import type { LeadForm, LinkedInData, Question } from './store.ts';
import { urn } from './store.ts';

export const PRODUCTS: Readonly<Record<string, readonly string[]>> = {
  signin: ['openid', 'profile', 'email'],
  share: ['w_member_social'],
  verified: ['r_profile_basicinfo', 'r_verify'],
  community: ['r_basicprofile', 'r_organization_social', 'w_organization_social', 'rw_organization_admin', 'r_organization_admin'],
  advertising: ['r_ads', 'rw_ads', 'r_ads_reporting', 'r_1st_connections_size'],
  leads: ['r_marketing_leadgen_automation'],
  conversions: ['rw_conversions'],
  connections: ['r_1st_connections'],
  messages: ['w_compliance'],
  portability: ['r_dma_portability_self_serve', 'r_dma_portability_3rd_party'],
};

const text = (id: number, name: string, predefinedField: string | undefined, question: Record<string, string>, max = 300): Question => ({
  questionId: id,
  name,
  ...(predefinedField ? { predefinedField } : {}),
  question: { localized: question },
  questionDetails: { textQuestionDetails: { maxResponseLength: max } },
  responseRequired: true,
  responseEditable: true,
});
const choice = (id: number, name: string, question: Record<string, string>, options: Record<string, string>[]): Question => ({
  questionId: id,
  name,
  question: { localized: question },
  questionDetails: { multipleChoiceQuestionDetails: { options: options.map((localized) => ({ localized })) } },
  responseRequired: false,
  responseEditable: true,
});

interface FormSpec {
  id: number;
  versionId?: number;
  name: string;
  locale: [language: string, country: string];
  questions: Question[];
  consent: Record<string, string>;
  hiddenFields?: { name: string; value: string }[];
}
export const makeForm = ({ id, versionId = 1, name, locale: [language, country], questions, consent, hiddenFields = [] }: FormSpec): LeadForm => ({
  id,
  versionId,
  name,
  state: 'PUBLISHED',
  owner: { sponsoredAccount: urn('sponsoredAccount', 512345678) },
  creationLocale: { country, language },
  created: Date.UTC(2026, 0, 5),
  lastModified: Date.UTC(2026, 0, 5 + versionId),
  hiddenFields,
  content: {
    headline: { localized: { [`${language}_${country}`]: name } },
    description: { localized: { [`${language}_${country}`]: name } },
    questions,
    legalInfo: {
      legalInfoId: id * 10,
      privacyPolicyUrl: 'https://www.acme.test/privacy',
      legalDisclaimer: { localized: { [`${language}_${country}`]: 'We use your details to answer you.' } },
      consents: [{ id: 0, checkRequired: false, consent: { localized: consent } }],
    },
  },
});

/** Three languages; the first form was changed once: its second version asks one thing more and has other ids. */
const forms = (): LeadForm[] => {
  const english = (versionId: number, first: number) =>
    makeForm({
      id: 7234246,
      versionId,
      name: 'Pricing request',
      locale: ['en', 'US'],
      hiddenFields: [{ name: 'utm_campaign', value: 'spring' }],
      consent: { en_US: 'Acme may write to me about its products.' },
      questions: [
        text(first, 'First name', 'FIRST_NAME', { en_US: 'First name' }),
        text(first + 1, 'Last name', 'LAST_NAME', { en_US: 'Last name' }),
        text(first + 2, 'Email', 'WORK_EMAIL', { en_US: 'Work email' }),
        text(first + 3, 'Phone', 'PHONE_NUMBER', { en_US: 'Phone number' }),
        text(first + 4, 'Company', 'COMPANY_NAME', { en_US: 'Company name' }),
        text(first + 5, 'Title', 'JOB_TITLE', { en_US: 'Job title' }),
        choice(first + 6, 'Seats', { en_US: 'How many seats do you need?' }, [{ en_US: '1–10' }, { en_US: '11–50' }, { en_US: '51 and more' }]),
        ...(versionId > 1 ? [text(first + 7, 'Timeline', undefined, { en_US: 'When do you want to start?' })] : []),
      ],
    });
  return [
    english(1, 107234240),
    english(2, 207234240),
    makeForm({
      id: 7300001,
      name: 'Whitepaper',
      locale: ['sv', 'SE'],
      consent: { sv_SE: 'Acme får skriva till mig om sina produkter.' },
      questions: [
        text(1, 'Förnamn', 'FIRST_NAME', { sv_SE: 'Förnamn' }),
        text(2, 'Efternamn', 'LAST_NAME', { sv_SE: 'Efternamn' }),
        text(3, 'E-post', 'EMAIL', { sv_SE: 'E-postadress' }),
        text(4, 'Företag', 'COMPANY_NAME', { sv_SE: 'Företag' }),
      ],
    }),
    makeForm({
      id: 7300002,
      name: 'Webinar',
      locale: ['de', 'DE'],
      consent: { de_DE: 'Acme darf mich zu seinen Produkten anschreiben.' },
      questions: [
        text(1, 'Vorname', 'FIRST_NAME', { de_DE: 'Vorname' }),
        text(2, 'Nachname', 'LAST_NAME', { de_DE: 'Nachname' }),
        text(3, 'E-Mail', 'WORK_EMAIL', { de_DE: 'Geschäftliche E-Mail-Adresse' }),
        text(4, 'Profil', 'LINKEDIN_PROFILE_LINK', { de_DE: 'LinkedIn-Profil' }),
        text(5, 'Stadt', 'CITY', { de_DE: 'Stadt' }),
        text(6, 'Wunsch', 'SOMETHING_NEW', { de_DE: 'Was wünschen Sie sich?' }),
      ],
    }),
  ];
};

export const linkedinSeed = (): LinkedInData => ({
  products: Object.keys(PRODUCTS),
  hasRefreshTokens: false,
  userinfo: 'full',
  // 202511 ended on 2026-11-16. Dotted versions exist, and portability is answered under its own alone.
  versions: { active: ['202601', '202604', '202607', '202609', '202312', '202510.03'], sunset: ['202504', '202511'] },
  quotas: { application: { '*': 100_000 }, member: { '*': 10_000, posts: 150 } },
  used: {},
  organizations: {
    '104852': { id: 104852, localizedName: 'Acme', vanityName: 'acme', website: 'https://www.acme.test', followers: 4218 },
    '104853': { id: 104853, localizedName: 'Acme Labs', vanityName: 'acme-labs', website: 'https://labs.acme.test', followers: 311 },
  },
  adAccounts: {
    '512345678': { id: 512345678, name: 'Acme Ads', test: false, organizationId: 104852 },
    '512345679': { id: 512345679, name: 'Acme Sandbox', test: true, organizationId: 104852 },
  },
  acls: [
    { accountId: '782bbtaQ', organizationId: 104852, role: 'ADMINISTRATOR', state: 'APPROVED' },
    { accountId: '782bbtaQ', organizationId: 104853, role: 'ANALYST', state: 'APPROVED' },
    { accountId: '9HfKo21x', organizationId: 104852, role: 'CURATOR', state: 'REVOKED' },
  ],
  forms: Object.fromEntries(forms().map((form) => [`${form.id},${form.versionId}`, form])),
  leads: {},
  subscriptions: {},
  posts: {},
  uploads: {},
  snapshots: {},
  snapshotReadyMs: 0,
  changes: [],
  sent: [],
  isDecorationThrottled: false,
  sequence: 1,
});
