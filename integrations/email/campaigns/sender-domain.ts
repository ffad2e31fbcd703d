import { type Connection, type Context, PatchbayError } from '#sdk';
import { sendingDomains } from '../client/domains.ts';
import { checkOwnDomain, dmarcOf } from '../domains/check-domain.ts';
import { type Dmarc, isAligned } from '../domains/records.ts';
import type { PreflightProblem } from './preflight.ts';

const problem = (code: string, sentence: string, fix: string): PreflightProblem => ({ code, level: 'warning', sentence, count: 1, fix });
const COPY = 'Copy the record from the Deliverability page into the DNS of the domain.';
/** What Google answers to mail that fails this. */
const REFUSED = 'Gmail then answers 550 5.7.26, Outlook 550 5.7.515.';

/** Whether receivers will believe that a connection may send in a domain's name. What cannot be found out is said to be so. */
export async function senderDomainProblems(ctx: Context, connection: Connection, domain: string): Promise<PreflightProblem[]> {
  if (domain === '') return [];
  try {
    const connected = await ctx.withConnection(connection.id);
    if (connection.provider === 'smtp') return ownProblems(domain, await checkOwnDomain(connected, domain));
    if (connection.provider !== 'sendgrid' && connection.provider !== 'mailgun') return [];
    const dmarc = await dmarcOf(connected, domain).catch(() => undefined);
    const ready = (await sendingDomains(connected)).filter(({ isReady }) => isReady).map(({ name }) => name);
    return [
      ...(ready.some((name) => isAligned(name, domain, dmarc?.isStrict === true))
        ? []
        : [
            problem(
              'not_aligned',
              `${connection.label} does not sign for ${domain}${ready.length > 0 ? `, only for ${ready.join(', ')}` : ''}. ${REFUSED}`,
              `Authenticate ${domain} there, or send from a domain that is.`,
            ),
          ]),
      ...(dmarc ? dmarcProblems(domain, dmarc) : [notLookedUp(domain)]),
    ];
  } catch (error) {
    if (!(error instanceof PatchbayError)) throw error;
    return [notLookedUp(domain)];
  }
}

function ownProblems(domain: string, { spf, dkim, dmarc }: Awaited<ReturnType<typeof checkOwnDomain>>): PreflightProblem[] {
  return [
    ...(dkim.isFound
      ? []
      : [
          problem(
            'dkim_missing',
            dkim.isOurs
              ? `${dkim.problem} ${REFUSED}`
              : `Mail of ${domain} is not signed here; unless your server signs it, receivers do not believe it. ${REFUSED}`,
            dkim.isOurs ? COPY : 'Make a key on the Deliverability page and copy its record into the DNS.',
          ),
        ]),
    ...(spf.isFound ? [] : [problem('spf_missing', `${domain}: ${spf.problem}`, COPY)]),
    ...dmarcProblems(domain, dmarc),
  ];
}
const dmarcProblems = (domain: string, { isFound, problem: said }: Dmarc): PreflightProblem[] =>
  isFound ? [] : [problem('dmarc_missing', `${domain}: ${said}`, COPY)];
const notLookedUp = (domain: string): PreflightProblem => ({
  code: 'domain_not_checked',
  level: 'hint',
  sentence: `Whether ${domain} may be sent for could not be looked up just now.`,
  count: 1,
});
