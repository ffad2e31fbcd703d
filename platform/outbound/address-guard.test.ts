import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAddressGuard, isPublicAddress } from './address-guard.ts';

const resolved: Record<string, string[]> = {
  'good.test': ['93.184.216.34', '2606:2800:220:1::1'],
  'rebind.test': ['93.184.216.34', '127.0.0.1'],
  'inside.test': ['10.0.0.5'],
  'six.test': ['::ffff:169.254.169.254'],
};
const resolve = async (host: string) => (resolved[host] ?? []).map((address) => ({ address, family: address.includes(':') ? (6 as const) : (4 as const) }));
const guard = createAddressGuard([], resolve);

describe('refuses every way to write an address that is not public', () => {
  it.each([
    '127.0.0.1',
    '127.1',
    '0x7f000001',
    '2130706433',
    '017700000001',
    '0',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.0.8',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '127.0.0.1.',
    '①②⑦.0.0.1',
    '[::1]',
    '::',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b:1::a00:1]',
    '[2002:7f00:1::]',
    '[2001:0:4136:e378:8000:63bf:80ff:fffe]',
    '[fe80::1]',
    '[fc00::1]',
    '[fec0::1]',
    '[ff02::1]',
    '[2001:db8::1]',
    '[100::1]',
    'rebind.test',
    'inside.test',
    'six.test',
    'a b',
    '[::1%25eth0]',
  ])('%s', async (host) => {
    await expect(guard.addressesOf(host)).rejects.toMatchObject({ code: 'host_not_allowed' });
  });
});

it('gives the checked addresses of a public host, and says of an unknown one that it does not answer', async () => {
  expect(await guard.addressesOf('good.test')).toEqual([
    { address: '93.184.216.34', family: 4 },
    { address: '2606:2800:220:1::1', family: 6 },
  ]);
  expect(await guard.addressesOf('GOOD.test.')).toHaveLength(2);
  await expect(guard.addressesOf('nowhere.test')).rejects.toMatchObject({ code: 'provider_unavailable' });
});

it('lets through what the operator lists: names, suffixes, addresses, ranges', async () => {
  const listed = createAddressGuard(['inside.test', '*.corp.test', '10.9.0.0/16', '::1'], async (host) =>
    host === 'inside.test' ? resolve(host) : [{ address: '10.9.3.4', family: 4 }],
  );
  expect(await listed.addressesOf('inside.test')).toHaveLength(1);
  expect(await listed.addressesOf('mail.corp.test')).toHaveLength(1);
  expect(await listed.addressesOf('[::1]')).toEqual([{ address: '::1', family: 6 }]);
  await expect(listed.addressesOf('10.8.0.1')).rejects.toMatchObject({ code: 'host_not_allowed' });
  await expect(listed.addressesOf('127.0.0.1')).rejects.toMatchObject({ code: 'host_not_allowed' });
});

it('holds no IPv4 address public inside an IPv6 one, and no private one at all', () => {
  fc.assert(
    fc.property(fc.ipV4(), (v4) => {
      for (const form of [`::ffff:${v4}`, `::${v4}`, `64:ff9b::${v4}`]) expect(isPublicAddress(form)).toBe(false);
      if (/^(0|10|127|169\.254|192\.168)\./.test(v4)) expect(isPublicAddress(v4)).toBe(false);
    }),
  );
});
