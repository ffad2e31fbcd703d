import { CursorGone, type HttpClient } from '#sdk';
import { document, multistatus, propfind, resolveHref, statusOf } from './dav.ts';
import { CALENDAR_SERVER, child, DAV, type DavResponse, textOf } from './xml.ts';

export interface Changes {
  /** What is new or other, in the order of its name. */
  changed: string[];
  removed: string[];
  /** What the next look begins at. */
  next: CaldavCursor;
  /** Says whether anything changed since, in one question. */
  version: string | undefined;
}
export interface CaldavCursor {
  token?: string | undefined;
  ctag?: string | undefined;
  /** Name → version of everything, where the server has no better way to say what changed. */
  etags?: Readonly<Record<string, string>> | undefined;
}

/** The collection's own version: a sync token, else the older ctag. */
export async function versionOf(http: HttpClient, url: string, timeoutMs?: number): Promise<CaldavCursor> {
  const found = await multistatus(http, {
    method: 'PROPFIND',
    url,
    depth: '0',
    body: propfind('d:sync-token', 's:getctag'),
    operation: 'version',
    lane: 'interactive',
    ...(timeoutMs ? { timeoutMs } : {}),
  });
  const props = found.responses[0]?.props;
  return { token: textOf(child(props, DAV, 'sync-token')), ctag: textOf(child(props, CALENDAR_SERVER, 'getctag')) };
}

/** How servers say that they do not know a token; being away (502, 503, 504) is not among it. */
const UNKNOWN_TOKEN = new Set([400, 403, 404, 405, 409, 410, 412, 415, 500, 501, 507]);
const etagOf = ({ props }: DavResponse) => textOf(child(props, DAV, 'getetag'));

/** RFC 6578. @throws CursorGone when the server no longer knows the token: some say so with 403, some with 500 */
async function bySync(http: HttpClient, url: string, token: string): Promise<Changes> {
  const changed = new Set<string>();
  const removed = new Set<string>();
  for (let at = token; ; ) {
    const body = document('d:sync-collection', `<d:sync-token>${at}</d:sync-token><d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop>`);
    const found = await multistatus(http, { method: 'REPORT', url, body, operation: 'sync', lane: token ? 'webhook' : 'backfill' }).catch((error: unknown) => {
      if (token && UNKNOWN_TOKEN.has(statusOf(error))) throw new CursorGone();
      throw error;
    });
    let isCut = false;
    for (const each of found.responses) {
      const href = resolveHref(each.href, url);
      if (each.status === 507) isCut = true;
      else if (each.status === 404) {
        removed.add(href);
        changed.delete(href);
      } else if (href !== url && !href.endsWith('/')) {
        changed.add(href);
        removed.delete(href);
      }
    }
    const next = found.syncToken;
    if (!next) throw new CursorGone();
    if (!isCut || next === at) return { changed: [...changed].sort(), removed: [...removed], next: { token: next }, version: next };
    at = next;
  }
}

async function byEtags(http: HttpClient, url: string, before: CaldavCursor, ctag: string | undefined): Promise<Changes> {
  if (ctag && before.etags && ctag === before.ctag) return { changed: [], removed: [], next: before, version: ctag };
  const found = await multistatus(http, { method: 'PROPFIND', url, depth: '1', body: propfind('d:getetag'), operation: 'etags', lane: 'backfill' });
  const etags: Record<string, string> = {};
  for (const each of found.responses) {
    const etag = etagOf(each);
    const href = resolveHref(each.href, url);
    if (etag && href !== url && !href.endsWith('/')) etags[href] = etag;
  }
  const known = before.etags ?? {};
  return {
    changed: Object.keys(etags)
      .filter((href) => etags[href] !== known[href])
      .sort(),
    removed: Object.keys(known).filter((href) => !(href in etags)),
    next: { ctag, etags },
    version: ctag,
  };
}

const withoutSync = new Set<string>();

/** What changed in a collection since the cursor, by the best way that its server knows. */
export async function changesSince(http: HttpClient, url: string, cursor: CaldavCursor): Promise<Changes> {
  const now = await versionOf(http, url);
  const host = new URL(url).host;
  if (now.token && !withoutSync.has(host) && !(cursor.etags && !cursor.token)) {
    if (cursor.token && cursor.token === now.token) return { changed: [], removed: [], next: { token: now.token }, version: now.token };
    try {
      return await bySync(http, url, cursor.token ?? '');
    } catch (error) {
      // It names a token and cannot be asked by it.
      if (cursor.token || ![400, 403, 405, 415, 501].includes(statusOf(error))) throw error;
      withoutSync.add(host);
    }
  }
  return byEtags(http, url, cursor, now.ctag);
}
