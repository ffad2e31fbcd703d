import type { VirtualClock } from '../clock.ts';
import { type Answer, empty, json } from '../http/answer.ts';
import type { TwinRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import type { OAuthAccount } from '../oauth/options.ts';
import type { OAuthServer } from '../oauth-server.ts';
import { type RateLimit, rateHeaders } from '../rate-limit.ts';
import { lookUp, type Store } from '../store.ts';
import type { Outgoing } from '../webhook-sender.ts';
import { graphError } from './errors.ts';
import { type GraphMail, headerOf, keepIn, type MailFolder } from './mail-store.ts';
import type { MicrosoftData } from './store.ts';
import { mailNotifications } from './subscriptions.ts';

interface Parts {
  store: Store<MicrosoftData>;
  oauth: OAuthServer;
  clock: VirtualClock;
  limits: RateLimit;
  tell: (messages: readonly Outgoing[]) => void;
}
interface Link {
  epoch: number;
  folderId: string;
  after: number;
  upTo: number;
  since: number;
  isDelta: boolean;
}
const READ = ['Mail.Read', 'Mail.ReadWrite'];
const SEND = ['Mail.Send'];
const encode = (link: Link): string => Buffer.from(JSON.stringify(link)).toString('base64url');
const gone = () => graphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');

/** Mail of Microsoft Graph, version 1.0: folders, delta queries, MIME and sending. */
export const mailApi = ({ store, oauth, clock, limits, tell }: Parts): Route[] => {
  const data = () => store.data.mail;
  const guarded =
    (scopes: readonly string[], handle: (request: TwinRequest, account: OAuthAccount) => Answer) =>
    (request: TwinRequest): Answer => {
      const bearer = oauth.authenticate(request);
      if (!bearer.ok)
        return graphError(401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.', {
          'www-authenticate': 'Bearer error="invalid_token"',
        });
      const verdict = limits.take(`mail ${bearer.account.id}`, store.data.allowance);
      if (!verdict.isAllowed)
        return graphError(429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.', {
          'retry-after': rateHeaders(verdict)['retry-after'] ?? '1',
        });
      return scopes.some((name) => bearer.scopes.includes(name))
        ? handle(request, bearer.account)
        : graphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
    };
  const folderOf = (request: TwinRequest, { id }: OAuthAccount): MailFolder | undefined => {
    const asked = request.params.folderId ?? '';
    return Object.values(data().folders).find((folder) => folder.accountId === id && (folder.id === asked || folder.wellKnown === asked.toLowerCase()));
  };
  const mailOf = (request: TwinRequest, { id }: OAuthAccount): GraphMail | undefined => {
    const mail = lookUp(data().mails, request.params.mailId ?? '');
    return mail?.accountId === id ? mail : undefined;
  };
  const folderView = (folder: MailFolder) => ({
    id: folder.id,
    displayName: folder.displayName,
    parentFolderId: folder.parentId ?? 'AAMkRoot=',
    childFolderCount: Object.values(data().folders).filter(({ parentId }) => parentId === folder.id).length,
    unreadItemCount: Object.values(data().mails).filter(({ folderId, isRead }) => folderId === folder.id && !isRead).length,
    totalItemCount: Object.values(data().mails).filter(({ folderId }) => folderId === folder.id).length,
    isHidden: false,
  });
  const mailView = (mail: GraphMail) => ({
    '@odata.etag': `W/"${mail.id.slice(5, 12)}"`,
    id: mail.id,
    isRead: mail.isRead,
    receivedDateTime: new Date(mail.receivedMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    subject: mail.subject,
    internetMessageId: mail.internetMessageId,
    parentFolderId: mail.folderId,
  });
  const pageSize = (request: TwinRequest) => Number(request.query.get('$top') ?? /odata\.maxpagesize=(\d+)/.exec(request.headers.prefer ?? '')?.[1] ?? 10);
  const paged = <T>(request: TwinRequest, rows: readonly T[], view: (row: T) => unknown): Answer => {
    const skip = Number(request.query.get('$skip') ?? 0);
    const size = pageSize(request);
    const next = new URLSearchParams(request.query);
    next.set('$skip', String(skip + size));
    return json(200, {
      value: rows.slice(skip, skip + size).map(view),
      ...(rows.length > skip + size ? { '@odata.nextLink': `${request.origin}${request.path}?${next}` } : {}),
    });
  };

  const folders = (request: TwinRequest, account: OAuthAccount): Answer => {
    const parent = request.params.folderId === undefined ? null : folderOf(request, account)?.id;
    if (parent === undefined) return gone();
    return paged(
      request,
      Object.values(data().folders).filter(({ accountId, parentId }) => accountId === account.id && parentId === parent),
      folderView,
    );
  };
  const folder = (request: TwinRequest, account: OAuthAccount): Answer => {
    const found = folderOf(request, account);
    return found ? json(200, folderView(found)) : gone();
  };
  const inFolder = (request: TwinRequest, account: OAuthAccount): Answer => {
    const found = folderOf(request, account);
    if (!found) return gone();
    const rows = Object.values(data().mails).filter(({ folderId }) => folderId === found.id);
    return paged(
      request,
      rows.sort((a, b) => b.receivedMs - a.receivedMs),
      mailView,
    );
  };
  const delta = (request: TwinRequest, account: OAuthAccount): Answer => {
    const found = folderOf(request, account);
    if (!found) return gone();
    const given = request.query.get('$skiptoken') ?? request.query.get('$deltatoken');
    const filter = /receivedDateTime ge (\S+)/.exec(request.query.get('$filter') ?? '')?.[1];
    const link: Link =
      given === null
        ? { epoch: data().epoch, folderId: found.id, after: 0, upTo: data().at, since: filter ? Date.parse(filter) : 0, isDelta: false }
        : (JSON.parse(Buffer.from(given, 'base64url').toString('utf8')) as Link);
    if (link.folderId !== found.id) return graphError(400, 'ErrorInvalidUrlQuery', 'Badly formed token.');
    if (link.epoch !== data().epoch) return graphError(410, 'SyncStateNotFound', 'The sync state generation is not found; a full synchronization is required.');
    const upTo = request.query.has('$deltatoken') ? data().at : link.upTo;
    // The last word about each item counts; on the first round only what lies there.
    const latest = new Map(
      data()
        .log.filter(({ at, folderId }) => folderId === found.id && at > link.after && at <= upTo)
        .map(({ mailId, at }) => [mailId, at]),
    );
    const rows = [...latest]
      .map(([id, at]) => ({ id, at, mail: lookUp(data().mails, id) }))
      .filter(({ mail }) => {
        const isHere = mail?.folderId === found.id && mail.receivedMs >= link.since;
        return link.isDelta || isHere;
      })
      .sort((a, b) => a.at - b.at);
    const page = rows.slice(0, pageSize(request));
    const hasMore = rows.length > page.length;
    const next: Link = { ...link, after: hasMore ? (page.at(-1)?.at ?? link.after) : upTo, upTo, isDelta: hasMore ? link.isDelta : true };
    const address = `${request.origin}${request.path}`;
    return json(200, {
      value: page.map(({ id, mail }) => (mail?.folderId === found.id ? mailView(mail) : { id, '@removed': { reason: mail ? 'changed' : 'deleted' } })),
      ...(hasMore ? { '@odata.nextLink': `${address}?$skiptoken=${encode(next)}` } : { '@odata.deltaLink': `${address}?$deltatoken=${encode(next)}` }),
    });
  };
  const search = (request: TwinRequest, account: OAuthAccount): Answer => {
    const wanted = /internetMessageId eq '([^']+)'/.exec(request.query.get('$filter') ?? '')?.[1];
    const rows = Object.values(data().mails).filter(
      ({ accountId, internetMessageId }) => accountId === account.id && (!wanted || internetMessageId === wanted),
    );
    return paged(request, rows, mailView);
  };
  const get = (request: TwinRequest, account: OAuthAccount): Answer => {
    const mail = mailOf(request, account);
    return mail ? json(200, mailView(mail)) : gone();
  };
  const mime = (request: TwinRequest, account: OAuthAccount): Answer => {
    const mail = mailOf(request, account);
    return mail ? { status: 200, headers: { 'content-type': 'text/plain' }, body: Buffer.from(mail.raw, 'base64') } : gone();
  };
  const send = (request: TwinRequest, account: OAuthAccount): Answer => {
    const raw = Buffer.from(request.rawBody.toString('utf8'), 'base64');
    if (!/^(?:to|cc|bcc):/im.test(raw.toString('utf8').split(/\r?\n\r?\n/, 1)[0] ?? ''))
      return graphError(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.');
    const from = /[^\s<>]+@[^\s<>]+/.exec(headerOf(raw, 'From') ?? '')?.[0]?.toLowerCase();
    if (from && ![account.email, ...(data().aliases[account.id] ?? [])].includes(from))
      return graphError(
        403,
        'ErrorSendAsDenied',
        'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.',
      );
    const sent = Object.values(data().folders).find(({ accountId, wellKnown }) => accountId === account.id && wellKnown === 'sentitems');
    if (sent) {
      const { id } = keepIn(data(), sent, raw, clock.nowMs(), true);
      tell(mailNotifications(store.data, account.id, [id], 'created', clock.nowMs()));
    }
    return empty(202);
  };

  const base = '/microsoft/v1.0/me';
  return [
    { method: 'GET', path: `${base}/mailFolders`, handle: guarded(READ, folders) },
    { method: 'GET', path: `${base}/mailFolders/{folderId}`, handle: guarded(READ, folder) },
    { method: 'GET', path: `${base}/mailFolders/{folderId}/childFolders`, handle: guarded(READ, folders) },
    { method: 'GET', path: `${base}/mailFolders/{folderId}/messages`, handle: guarded(READ, inFolder) },
    { method: 'GET', path: `${base}/mailFolders/{folderId}/messages/delta`, handle: guarded(READ, delta) },
    { method: 'GET', path: `${base}/messages`, handle: guarded(READ, search) },
    { method: 'GET', path: `${base}/messages/{mailId}`, handle: guarded(READ, get) },
    { method: 'GET', path: `${base}/messages/{mailId}/$value`, handle: guarded(READ, mime) },
    { method: 'POST', path: `${base}/sendMail`, handle: guarded(SEND, send) },
  ];
};
