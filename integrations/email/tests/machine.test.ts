import { expect, it } from 'vitest';
import { isRedirectable, linkIdOf } from '../tracking/links.ts';
import { judge, networkOf } from '../tracking/machine.ts';

const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
const GMAIL_AHEAD =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0';
const look = (more: Partial<Parameters<typeof judge>[0]> = {}) =>
  judge({ kind: 'open', userAgent: CHROME, sinceSentMs: 60_000, otherLinksJustNow: 0, ...more });

it.each([
  [{}, 'human'],
  [{ kind: 'click' }, 'human'],
  [{ userAgent: 'Mozilla/5.0' }, 'machine'],
  [{ userAgent: GMAIL_AHEAD }, 'machine'],
  [{ userAgent: 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)' }, 'human'],
  [{ userAgent: 'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html' }, 'human'],
  [{ userAgent: undefined }, 'machine'],
  [{ userAgent: 'SomeReader 3' }, 'unsure'],
  [{ kind: 'click', userAgent: 'Mozilla/5.0 (compatible; Barracuda Sentinel)' }, 'machine'],
  [{ kind: 'click', userAgent: 'python-requests/2.31' }, 'machine'],
  [{ kind: 'click', userAgent: 'Mozilla/5.0 (compatible; bingbot/2.0)' }, 'machine'],
  [{ kind: 'click', sinceSentMs: 900 }, 'machine'],
  [{ kind: 'click', sinceSentMs: null }, 'human'],
  [{ kind: 'click', otherLinksJustNow: 2 }, 'machine'],
] as const)('tells people from machines: %o is %s', (more, verdict) => {
  expect(look(more as never).verdict).toBe(verdict);
});

it('keeps where, never who', () => {
  expect(networkOf('203.0.113.77')).toBe('203.0.113.0/24');
  expect(networkOf('::ffff:203.0.113.77')).toBe('203.0.113.0/24');
  expect(networkOf('2001:db8:aa:bb::7')).toBe('2001:db8:aa::/48');
  expect(networkOf('somewhere')).toBeNull();
});

it('redirects to pages only, never with a name in the address', () => {
  for (const url of ['https://acme.example/a?b=c', 'http://acme.example']) expect(isRedirectable(url)).toBe(true);
  for (const url of [
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    'https://',
    'ftp://a.example',
    'https://bank.example@evil.example',
    '/local',
    '',
  ])
    expect(isRedirectable(url), url).toBe(false);
  expect(linkIdOf('https://a.example')).toBe(linkIdOf('https://a.example'));
  expect(linkIdOf('https://a.example')).toHaveLength(22);
});
