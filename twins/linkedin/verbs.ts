import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { VirtualClock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Store } from '../store.ts';
import { type Verb, verb } from '../twin.ts';
import { PRODUCTS } from './seed.ts';
import { accounts, type Lead, type LeadForm, type LinkedInData, type Question, urn } from './store.ts';
import { leadEvent } from './subscriptions.ts';

const FIRST = ['Jane', 'Omar', 'Lena', 'Kofi', 'Mei', 'Ravi', 'Zoë', 'Piotr', 'Sara', 'Tomás'];
const LAST = ['Doe', 'Haddad', 'Müller', 'Mensah', 'Chen', 'Patel', 'Larsson', 'Nowak', 'Cohen', 'García'];
const COMPANIES = ['Globex', 'Initech', 'Umbrella', 'Hooli', 'Stark Industries'];

const answersOf = (
  form: LeadForm,
  given: Readonly<Record<string, string>>,
  seed: number,
  account: { first: string; last: string },
): Lead['formResponse']['answers'] => {
  const company = COMPANIES[seed % COMPANIES.length] ?? 'Globex';
  const plain = account.first
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
  const values: Readonly<Record<string, string>> = {
    FIRST_NAME: account.first,
    LAST_NAME: account.last,
    EMAIL: `${plain}.${seed}@${company.toLowerCase().replace(/\s.*/, '')}.test`,
    WORK_EMAIL: `${plain}.${seed}@${company.toLowerCase().replace(/\s.*/, '')}.test`,
    PHONE_NUMBER: `+4917${String(10_000_000 + seed).padStart(8, '0')}`,
    COMPANY_NAME: company,
    JOB_TITLE: 'Head of Operations',
    CITY: 'Berlin',
    LINKEDIN_PROFILE_LINK: `https://www.linkedin.com/in/${plain}-${seed}`,
    ...given,
  };
  const answerOf = (question: Question) => {
    const options = question.questionDetails.multipleChoiceQuestionDetails?.options;
    if (options) return { multipleChoiceAnswer: { options: [Number(given[question.name] ?? seed % options.length)] } };
    return { textQuestionAnswer: { answer: values[question.predefinedField ?? ''] ?? given[question.name] ?? 'As soon as possible' } };
  };
  return form.content.questions.map((question) => ({ questionId: question.questionId, answerDetails: answerOf(question) }));
};

/** What happens at LinkedIn without the hub. */
export const linkedinVerbs = (store: Store<LinkedInData>, clock: VirtualClock, random: Random, challengeRound: () => Promise<void>): Record<string, Verb> => {
  const accountOf = (key: string) => {
    const found = accounts.find(({ id, email }) => id === key || email === key);
    if (!found) throw new RangeError(`No account “${key}”. There are: ${accounts.map(({ email }) => email).join(', ')}.`);
    return found;
  };
  const newestForm = (id: number): LeadForm => {
    const found = Object.values(store.data.forms)
      .filter((form) => form.id === id)
      .sort((a, b) => b.versionId - a.versionId)[0];
    if (!found) throw new RangeError(`No form ${id}.`);
    return found;
  };

  return {
    'lead.create': verb(
      'Somebody sends a lead form',
      z.strictObject({
        form: z.number().int().default(7234246),
        version: z.number().int().optional(),
        /** Answers by predefined field or by the question's name. */
        answers: z.record(z.string(), z.string()).default({}),
        consent: z.boolean().default(true),
        test: z.boolean().default(false),
        submittedAt: z.number().int().optional(),
        count: z.number().int().min(1).max(20_000).default(1),
        /** False: the webhook is lost on its way. */
        notify: z.boolean().default(true),
      }),
      ({ form: formId, version, answers, consent, test, submittedAt, count, notify }) => {
        const form = version === undefined ? newestForm(formId) : store.data.forms[`${formId},${version}`];
        if (!form) throw new RangeError(`Form ${formId} has no version ${version}.`);
        const leads = Array.from({ length: count }, (): Lead => {
          const n = store.data.sequence++;
          const person = { first: FIRST[Math.floor(random() * FIRST.length)] ?? 'Jane', last: LAST[Math.floor(random() * LAST.length)] ?? 'Doe' };
          return {
            id: `${randomUUID()}-${n % 10}`,
            leadType: form.owner.organization ? 'EVENT' : 'SPONSORED',
            owner: form.owner,
            submitter: urn('person', randomUUID().slice(0, 10)),
            submittedAt: submittedAt ?? clock.nowMs(),
            testLead: test,
            // A space after the comma is seen in real ones.
            versionedLeadGenFormUrn: `urn:li:versionedLeadGenForm:(urn:li:leadGenForm:${form.id},${n % 3 === 0 ? ' ' : ''}${form.versionId})`,
            ...(form.owner.organization
              ? { associatedEntity: { event: 'urn:li:event:7012345678901' } }
              : {
                  leadMetadata: { sponsoredLeadMetadata: { campaign: 'urn:li:sponsoredCampaign:198356826' } },
                  associatedEntity: { associatedCreative: 'urn:li:sponsoredCreative:241257736' },
                }),
            formResponse: {
              answers: answersOf(form, answers, n, person),
              consentResponses: form.content.legalInfo.consents.map(({ id }) => ({ consentId: id, accepted: consent })),
            },
          };
        });
        for (const lead of leads) store.data.leads[lead.id] = lead;
        const webhooks = notify ? leads.flatMap((lead) => leadEvent(store.data, lead, 'CREATED', lead.submittedAt)) : [];
        return { result: { leads: leads.slice(0, 20).map(({ id }) => id), count: leads.length }, webhooks };
      },
    ),
    'lead.delete': verb(
      'A lead is deleted, or a registration cancelled',
      z.strictObject({ id: z.string(), notify: z.boolean().default(true) }),
      ({ id, notify }) => {
        const lead = store.data.leads[id];
        if (!lead) throw new RangeError(`No lead “${id}”.`);
        delete store.data.leads[id];
        return { result: { id }, webhooks: notify ? leadEvent(store.data, lead, 'DELETED', clock.nowMs()) : [] };
      },
    ),
    challenge: verb('Ask all webhook addresses who they are, as every two hours', z.strictObject({}), () => {
      void challengeRound();
      return { result: { asked: Object.keys(store.data.subscriptions).length } };
    }),
    'form.create': verb(
      'A page makes a form for an event',
      z.strictObject({ form: z.number().int().default(7400001), name: z.string().default('Open day'), organization: z.number().int().default(104852) }),
      ({ form: id, name, organization }) => {
        const model = newestForm(7300001);
        store.data.forms[`${id},1`] = { ...model, id, versionId: 1, name, owner: { organization: urn('organization', organization) } };
        return { result: { form: id } };
      },
    ),
    'form.change': verb(
      'Ask one thing more in a form: a new version with other ids',
      z.strictObject({ form: z.number().int().default(7234246), question: z.string() }),
      ({ form: id, question }) => {
        const before = newestForm(id);
        const versionId = before.versionId + 1;
        const first = 900_000_000 + versionId * 1000;
        const language = Object.keys(before.content.headline.localized)[0] ?? 'en_US';
        const questions = [
          ...before.content.questions.map((each, index) => ({ ...each, questionId: first + index })),
          {
            questionId: first + 99,
            name: question,
            question: { localized: { [language]: question } },
            questionDetails: { textQuestionDetails: { maxResponseLength: 300 } },
            responseRequired: true,
            responseEditable: true,
          },
        ];
        store.data.forms[`${id},${versionId}`] = { ...before, versionId, lastModified: clock.nowMs(), content: { ...before.content, questions } };
        return { result: { form: id, version: versionId } };
      },
    ),
    'role.set': verb(
      'Give or take a role on a Page',
      z.strictObject({ account: z.string().default('ada@acme.test'), organization: z.number().int().default(104852), role: z.string().optional() }),
      ({ account, organization, role }) => {
        const { id } = accountOf(account);
        store.data.acls = store.data.acls.filter((acl) => acl.accountId !== id || acl.organizationId !== organization);
        if (role) store.data.acls.push({ accountId: id, organizationId: organization, role, state: 'APPROVED' });
        return { result: store.data.acls };
      },
    ),
    'app.set': verb(
      'Change the application: its products, refresh tokens, what userinfo tells',
      z.strictObject({
        products: z.array(z.enum(Object.keys(PRODUCTS) as [string, ...string[]])).optional(),
        refreshTokens: z.boolean().optional(),
        userinfo: z.enum(['full', 'no_email', 'text_flags']).optional(),
        throttleDecoration: z.boolean().optional(),
      }),
      ({ products, refreshTokens, userinfo, throttleDecoration }) => {
        if (products) store.data.products = products;
        if (refreshTokens !== undefined) store.data.hasRefreshTokens = refreshTokens;
        if (userinfo) store.data.userinfo = userinfo;
        if (throttleDecoration !== undefined) store.data.isDecorationThrottled = throttleDecoration;
        return { result: { products: store.data.products, refreshTokens: store.data.hasRefreshTokens } };
      },
    ),
    'version.retire': verb('Retire an API version: calls under it get 426', z.strictObject({ version: z.string() }), ({ version }) => {
      store.data.versions.active = store.data.versions.active.filter((each) => each !== version);
      store.data.versions.sunset.push(version);
      return { result: store.data.versions };
    }),
    'quota.set': verb(
      'Change a daily allowance; no header will tell of it',
      z.strictObject({ resource: z.string().default('*'), application: z.number().int().min(0).optional(), member: z.number().int().min(0).optional() }),
      ({ resource, application, member }) => {
        if (application !== undefined) store.data.quotas.application[resource] = application;
        if (member !== undefined) store.data.quotas.member[resource] = member;
        return { result: store.data.quotas };
      },
    ),
    'snapshot.put': verb(
      'Fill a domain of a member’s own data',
      z.strictObject({
        account: z.string().default('ada@acme.test'),
        domain: z.string(),
        rows: z.array(z.record(z.string(), z.string())),
        readyInMs: z.number().int().min(0).default(0),
      }),
      ({ account, domain, rows, readyInMs }) => {
        const { id } = accountOf(account);
        store.data.snapshots[id] = { ...store.data.snapshots[id], [domain]: rows };
        store.data.snapshotReadyMs = clock.nowMs() + readyInMs;
        return { result: { domain, rows: rows.length } };
      },
    ),
    'message.deliver': verb(
      'A message reaches or leaves a member (changelog)',
      z.strictObject({
        account: z.string().default('ada@acme.test'),
        thread: z.string().default('2-thread'),
        from: z.string(),
        text: z.string(),
        count: z.number().int().min(1).max(500).default(1),
      }),
      ({ account, thread, from, text, count }) => {
        const { id: accountId } = accountOf(account);
        for (let n = 0; n < count; n += 1) {
          const id = store.data.sequence++;
          const now = clock.nowMs();
          store.data.changes.push({
            id,
            capturedAt: now,
            processedAt: now,
            accountId,
            resourceName: 'messages',
            resourceId: `${thread}-${id}`,
            method: 'CREATE',
            activityStatus: 'SUCCESS',
            activity: {
              thread: urn('messagingThread', thread),
              author: from,
              content: { format: 'TEXT', fallback: '', content: { string: count > 1 ? `${text} ${n + 1}` : text } },
              createdAt: now,
              deliveredAt: now,
              attachments: [],
              mailbox: urn('person', accountId),
            },
          });
        }
        return { result: { changes: store.data.changes.length } };
      },
    ),
  };
};
