import type { VirtualClock } from '../clock.ts';
import type { Answer } from '../http/answer.ts';
import type { TwinRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import type { RateLimit } from '../rate-limit.ts';
import { lookUp, type Store } from '../store.ts';
import type { WebhookSender } from '../webhook-sender.ts';
import { domainsApi } from './domains-api.ts';
import { forbidden, mailgunError } from './errors.ts';
import { noteEvent, postOf } from './events.ts';
import { eventsApi } from './events-api.ts';
import { listsApi } from './lists-api.ts';
import { sendMail } from './send-mail.ts';
import type { Domain, MailgunData, Region } from './store.ts';

type Answers = Answer | Promise<Answer>;
export type Guard = (handle: (request: TwinRequest, domain: Domain) => Answers) => (request: TwinRequest) => Answers;
export type AccountGuard = (handle: (request: TwinRequest, domains: readonly Domain[]) => Answer) => (request: TwinRequest) => Answer;

export const keyOf = (request: TwinRequest): string => {
  const [, basic = ''] = /^Basic +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const [user, ...rest] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return user === 'api' ? rest.join(':') : '';
};

export interface ApiParts {
  store: Store<MailgunData>;
  clock: VirtualClock;
  limits: RateLimit;
  sender: WebhookSender;
}

/** Mailgun in one region. A domain lives in one of them: in the other there is none of its name. */
const regionApi = ({ store, clock, limits, sender }: ApiParts, base: string, region: Region): Route[] => {
  const isSending = (path: string) => /\/messages(\.mime)?$/.test(path);
  const guard: Guard = (handle) => (request) => {
    const key = lookUp(store.data.keys, keyOf(request));
    const domain = lookUp(store.data.domains, request.params.domain ?? '');
    // A domain's own sending key sends, and does nothing else.
    if (!key || (key.domain && (key.domain !== request.params.domain || !isSending(request.path)))) return forbidden();
    if (domain?.region !== region) return mailgunError(404, 'Domain not found');
    const verdict = limits.take(domain.name, store.data.allowance);
    if (!verdict.isAllowed) {
      const until = new Date(clock.nowMs() + verdict.resetMs).toUTCString().replace('GMT', 'UTC');
      return mailgunError(429, `Domain ${domain.name} is not allowed to send: request limit exceeded, try again after ${until}`);
    }
    return handle(request, domain);
  };
  const account: AccountGuard = (handle) => (request) => {
    const key = lookUp(store.data.keys, keyOf(request));
    if (!key || key.domain) return forbidden();
    return handle(
      request,
      Object.values(store.data.domains).filter((domain) => domain.region === region),
    );
  };
  const send = guard(async (request, domain) => {
    const type = request.headers['content-type'] ?? '';
    const form = await new Response(new Uint8Array(request.rawBody), { headers: { 'content-type': type } }).formData().catch(() => undefined);
    if (!form) return mailgunError(400, 'The body is neither a form nor multipart');
    const { answer, mails, events } = sendMail(store.data, clock, domain, form);
    if (store.data.delivery === 'by_itself')
      for (const mail of mails.filter(({ state }) => state === 'accepted')) {
        mail.state = 'delivered';
        events.push([mail, noteEvent(store.data, clock, mail, 'delivered', { 'delivery-status': { code: 250, message: 'OK', 'attempt-no': 1 } })]);
      }
    void sender.send(events.flatMap(([mail, event]) => postOf(store.data, mail, event)));
    return answer;
  });
  return [
    { method: 'POST', path: `${base}/v3/{domain}/messages`, handle: send },
    { method: 'POST', path: `${base}/v3/{domain}/messages.mime`, handle: send },
    ...domainsApi(store, base, guard, account),
    ...eventsApi(store, base, guard, clock),
    ...listsApi(store, base, guard, () => clock.now().toUTCString().replace('GMT', 'UTC')),
  ];
};

export const mailgunApi = (parts: ApiParts): Route[] => [...regionApi(parts, '/mailgun', 'us'), ...regionApi(parts, '/mailgun/eu', 'eu')];
