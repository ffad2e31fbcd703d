import type { ConnectedContext } from '#sdk';
import type { WantedRecord } from '../client/domains.ts';
import { dkimKeyOf } from '../store/dkim-keys.ts';
import { type Dmarc, dkimVerdict, dmarcNames, dmarcVerdict, spfVerdict, type Verdict } from './records.ts';

export type CheckedRecord = Omit<WantedRecord, 'isFound'> & { isFound: boolean | null; problem: string | null };

export async function dmarcOf(ctx: ConnectedContext, domain: string): Promise<Dmarc> {
  let found = dmarcVerdict([]);
  for (const name of dmarcNames(domain)) {
    found = dmarcVerdict(await ctx.net.texts(name));
    if (found.isFound) return found;
  }
  return found;
}

export const dkimName = (selector: string, domain: string): string => `${selector}._domainkey.${domain}`;
export const dkimValue = (publicKey: string): string => `v=DKIM1; k=rsa; p=${publicKey}`;

/** What the DNS says of a domain that we sign for ourselves. @throws PatchbayError provider_unavailable: nobody answers */
export async function checkOwnDomain(ctx: ConnectedContext, domain: string): Promise<{ spf: Verdict; dkim: Verdict & { isOurs: boolean }; dmarc: Dmarc }> {
  const key = await ctx.db.transaction((tx) => dkimKeyOf(tx, ctx.workspaceId, domain));
  const [spf, dkim, dmarc] = await Promise.all([
    ctx.net.texts(domain).then(spfVerdict),
    key ? ctx.net.texts(dkimName(key.selector, domain)).then((texts) => dkimVerdict(texts, key.publicKey)) : undefined,
    dmarcOf(ctx, domain),
  ]);
  return { spf, dkim: dkim ? { ...dkim, isOurs: true } : { isFound: false, isOurs: false, problem: 'Mail of this domain is not signed by the hub.' }, dmarc };
}

/** The records of a domain to copy, each with whether it stands there. */
export async function ownRecords(ctx: ConnectedContext, domain: string, smtpHost: string): Promise<CheckedRecord[]> {
  const key = await ctx.db.transaction((tx) => dkimKeyOf(tx, ctx.workspaceId, domain));
  const checked = await checkOwnDomain(ctx, domain).catch(() => undefined);
  const seen = (verdict: Verdict | undefined) => ({
    isFound: verdict ? verdict.isFound : null,
    problem: verdict ? (verdict.problem ?? null) : 'The name servers did not answer.',
  });
  return [
    { purpose: 'spf', type: 'TXT', name: domain, value: `v=spf1 a:${smtpHost} ~all`, ...seen(checked?.spf) },
    ...(key
      ? [{ purpose: 'dkim' as const, type: 'TXT' as const, name: dkimName(key.selector, domain), value: dkimValue(key.publicKey), ...seen(checked?.dkim) }]
      : []),
    { purpose: 'dmarc', type: 'TXT', name: `_dmarc.${domain}`, value: dmarcToCopy(domain), ...seen(checked?.dmarc) },
  ];
}
export const dmarcToCopy = (domain: string): string => `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`;
