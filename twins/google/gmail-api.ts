import { z } from 'zod';
import type { VirtualClock } from '../clock.ts';
import { type Answer, empty, json } from '../http/answer.ts';
import { jsonOf, type TwinRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import type { OAuthAccount } from '../oauth/options.ts';
import type { OAuthServer } from '../oauth-server.ts';
import type { RateLimit } from '../rate-limit.ts';
import { lookUp, type Store } from '../store.ts';
import { googleError } from './errors.ts';
import { type GmailMessage, type HistoryEntry, keepMail } from './mail-store.ts';
import type { GoogleData } from './store.ts';

interface Parts {
  store: Store<GoogleData>;
  oauth: OAuthServer;
  clock: VirtualClock;
  limits: RateLimit;
  /** Something changed in an account's mailbox. */
  tell: (accountId: string) => void;
}
const SCOPE = 'https://www.googleapis.com/auth/';
const READ = ['gmail.readonly', 'gmail.modify'];
const SEND = ['gmail.send', 'gmail.modify'];
const WEEK_MS = 7 * 86_400_000;
const sendBody = z.looseObject({ raw: z.string(), threadId: z.string().optional() });
const watchBody = z.looseObject({ topicName: z.string() });

/** Gmail, version 1: what a mailbox sync and one that sends need. */
export const gmailApi = ({ store, oauth, clock, limits, tell }: Parts): Route[] => {
  const gmail = () => store.data.gmail;
  const guarded =
    (scopes: readonly string[], handle: (request: TwinRequest, account: OAuthAccount) => Answer) =>
    (request: TwinRequest): Answer => {
      const bearer = oauth.authenticate(request);
      if (!bearer.ok)
        return googleError(401, 'authError', 'Request had invalid authentication credentials.', { 'www-authenticate': 'Bearer error="invalid_token"' });
      if (!limits.take(`gmail ${bearer.account.id}`, store.data.mailAllowance).isAllowed)
        return googleError(403, 'userRateLimitExceeded', 'User-rate limit exceeded. Retry later.');
      const asked = request.params.userId;
      if (asked !== 'me' && asked !== bearer.account.email) return googleError(403, 'forbidden', `Delegation denied for ${bearer.account.email}`);
      if (!scopes.some((name) => bearer.scopes.includes(SCOPE + name)))
        return googleError(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.');
      return handle(request, bearer.account);
    };
  const own = ({ id }: OAuthAccount): GmailMessage[] => Object.values(gmail().messages).filter(({ accountId }) => accountId === id);
  const byRequest = (request: TwinRequest, { id }: OAuthAccount): GmailMessage | undefined => {
    const found = lookUp(gmail().messages, request.params.messageId ?? '');
    return found?.accountId === id ? found : undefined;
  };
  const matches = (message: GmailMessage, q: string): boolean =>
    q.split(/\s+/).every((term) => {
      const id = /^rfc822msgid:(.+)$/.exec(term)?.[1];
      if (id) return message.messageId.replaceAll(/[<>]/g, '') === id.replaceAll(/[<>]/g, '');
      const after = /^after:(\d+)$/.exec(term)?.[1];
      if (after) return message.internalMs >= Number(after) * 1000;
      if (term === '-in:drafts') return !message.labelIds.includes('DRAFT');
      if (term === '-in:chats') return !message.labelIds.includes('CHAT');
      return true;
    });

  const profile = (_request: TwinRequest, account: OAuthAccount) =>
    json(200, {
      emailAddress: account.email,
      messagesTotal: own(account).length,
      threadsTotal: new Set(own(account).map(({ threadId }) => threadId)).size,
      historyId: String(gmail().at),
    });
  const list = (request: TwinRequest, account: OAuthAccount): Answer => {
    const size = Math.min(500, Number(request.query.get('maxResults') ?? 100));
    const hidden = request.query.get('includeSpamTrash') === 'true' ? [] : ['SPAM', 'TRASH'];
    const rows = own(account)
      .filter((message) => !message.labelIds.some((label) => hidden.includes(label)) && matches(message, request.query.get('q') ?? ''))
      .sort((a, b) => b.internalMs - a.internalMs || (a.id < b.id ? 1 : -1));
    // A page begins below a message, so that what comes meanwhile shifts nothing.
    const token = request.query.get('pageToken');
    const start = token ? rows.findIndex(({ id }) => id === token) : 0;
    if (start < 0) return googleError(400, 'invalidArgument', 'Invalid pageToken');
    const page = rows.slice(start, start + size);
    const next = rows[start + size];
    return json(200, {
      ...(page.length > 0 ? { messages: page.map(({ id, threadId }) => ({ id, threadId })) } : {}),
      ...(next ? { nextPageToken: next.id } : {}),
      resultSizeEstimate: rows.length,
    });
  };
  const get = (request: TwinRequest, account: OAuthAccount): Answer => {
    const message = byRequest(request, account);
    if (!message) return googleError(404, 'notFound', 'Requested entity was not found.');
    const { id, threadId, labelIds, raw, internalMs, historyId } = message;
    const bytes = Buffer.from(raw, 'base64');
    return json(200, {
      id,
      threadId,
      ...(labelIds.length > 0 ? { labelIds } : {}),
      snippet: message.subject,
      historyId: String(historyId),
      internalDate: String(internalMs),
      sizeEstimate: bytes.length,
      ...(request.query.get('format') === 'raw' ? { raw: bytes.toString('base64url') } : {}),
    });
  };
  const entryView = (entry: HistoryEntry) => {
    const message = { id: entry.messageId, threadId: entry.threadId, ...(entry.labelIds.length > 0 ? { labelIds: entry.labelIds } : {}) };
    const isLabels = entry.what === 'labelsAdded' || entry.what === 'labelsRemoved';
    return {
      id: String(entry.id),
      messages: [{ id: entry.messageId, threadId: entry.threadId }],
      [entry.what]: [{ message, ...(isLabels ? { labelIds: entry.changedLabels } : {}) }],
    };
  };
  const history = (request: TwinRequest, account: OAuthAccount): Answer => {
    const start = Number(request.query.get('startHistoryId'));
    if (!Number.isInteger(start) || start < gmail().oldest || start > gmail().at) return googleError(404, 'notFound', 'Requested entity was not found.');
    const size = Math.min(500, Number(request.query.get('maxResults') ?? 100));
    const after = Number(request.query.get('pageToken') ?? start);
    const rows = gmail().history.filter((entry) => entry.accountId === account.id && entry.id > after);
    const page = rows.slice(0, size);
    return json(200, {
      ...(page.length > 0 ? { history: page.map(entryView) } : {}),
      ...(rows.length > size ? { nextPageToken: String(page.at(-1)?.id) } : {}),
      historyId: String(gmail().at),
    });
  };
  const send = (request: TwinRequest, account: OAuthAccount): Answer => {
    const parsed = sendBody.safeParse(jsonOf(request));
    if (!parsed.success) return googleError(400, 'invalidArgument', "'raw' RFC822 payload message string or uploading message via /upload/* URL required");
    const raw = Buffer.from(parsed.data.raw, 'base64url');
    if (!/^(?:to|cc|bcc):/im.test(raw.toString('utf8').split(/\r?\n\r?\n/, 1)[0] ?? ''))
      return googleError(400, 'invalidArgument', 'Recipient address required');
    const { id, threadId, labelIds } = keepMail(gmail(), account.id, raw, ['SENT'], clock.nowMs(), parsed.data.threadId);
    tell(account.id);
    return json(200, { id, threadId, labelIds });
  };
  const watch = (request: TwinRequest, account: OAuthAccount): Answer => {
    const parsed = watchBody.safeParse(jsonOf(request));
    if (!parsed.success || !/^projects\/[^/]+\/topics\/[^/]+$/.test(parsed.data.topicName)) return googleError(400, 'invalidArgument', 'Invalid topicName');
    gmail().watches[account.id] = { topicName: parsed.data.topicName, expirationMs: clock.nowMs() + WEEK_MS };
    return json(200, { historyId: String(gmail().at), expiration: String(clock.nowMs() + WEEK_MS) });
  };

  const sendAs = (_request: TwinRequest, account: OAuthAccount) =>
    json(200, {
      sendAs: [
        { sendAsEmail: account.email, displayName: account.name, isPrimary: true, isDefault: true },
        ...(gmail().aliases[account.id] ?? []).map(({ address, isProven }) => ({
          sendAsEmail: address,
          displayName: account.name,
          treatAsAlias: true,
          verificationStatus: isProven ? 'accepted' : 'pending',
        })),
      ],
    });

  const stop = (_request: TwinRequest, account: OAuthAccount): Answer => {
    delete gmail().watches[account.id];
    return empty(204);
  };

  const base = '/google/gmail/v1/users/{userId}';
  return [
    { method: 'GET', path: `${base}/settings/sendAs`, handle: guarded(READ, sendAs) },
    { method: 'GET', path: `${base}/profile`, handle: guarded(READ, profile) },
    { method: 'GET', path: `${base}/messages`, handle: guarded(READ, list) },
    { method: 'GET', path: `${base}/messages/{messageId}`, handle: guarded(READ, get) },
    { method: 'GET', path: `${base}/history`, handle: guarded(READ, history) },
    { method: 'POST', path: `${base}/messages/send`, handle: guarded(SEND, send) },
    { method: 'POST', path: `${base}/watch`, handle: guarded(READ, watch) },
    { method: 'POST', path: `${base}/stop`, handle: guarded(READ, stop) },
  ];
};
