import { asId, type ConnectionId, type Context, PatchbayError } from '#sdk';
import { transportOf } from '../client/index.ts';
import type { CampaignRow } from '../store/campaigns.ts';
import { outreachSettings } from '../store/outreach-settings.ts';
import { lint, readsBadly } from '../templates/lint.ts';
import { senderNamed, senderOf } from '../templates/sender.ts';
import { actingFor, audiencePage, decidePage, topicOf } from './audience.ts';
import { EXCLUSIONS } from './exclusions.ts';
import { freezeVariants } from './freeze.ts';
import type { CampaignPlan, FrozenVariant } from './plan.ts';
import { senderDomainProblems } from './sender-domain.ts';
import { ownWays, waysOf } from './transports.ts';
import { bucketOf, variantOf } from './variants.ts';
import { fromOf, writerOf } from './writing.ts';

export interface PreflightProblem {
  code: string;
  level: 'error' | 'warning' | 'hint';
  sentence: string;
  count: number;
  fix?: string;
  /** The first few, to look at. */
  contactIds?: string[];
  people?: { id: string; name: string }[];
}
export interface Preflight {
  ready: boolean;
  problems: PreflightProblem[];
  audience: { total: number; willGet: number; excluded: Record<string, number> };
}
const SHOWN = 20;
/** Longer than any campaign of a sales team; more is said to be unread. */
const MOST_RENDERED = 100_000;

/** Everything that can be known before the first byte leaves: who gets it, how each one would read it, and whether it may leave at all. */
export async function preflight(ctx: Context, campaign: CampaignRow): Promise<Preflight> {
  const problems: PreflightProblem[] = [];
  const say = (problem: PreflightProblem) => problems.push(problem);
  let variants: FrozenVariant[] = [];
  try {
    variants = await freezeVariants(ctx, campaign.plan);
  } catch (error) {
    if (!(error instanceof PatchbayError)) throw error;
    say({ code: 'no_content', level: 'error', sentence: error.details.errors?.[0]?.message ?? error.message, count: 1 });
  }
  for (const variant of variants)
    for (const { code, level, sentence, fix } of lint(variant)) {
      if (code === 'missing_fallback' || code === 'missing_unsubscribe') continue;
      say({ code, level, sentence: variants.length > 1 ? `Variant ${variant.key.toUpperCase()}: ${sentence}` : sentence, count: 1, fix });
    }
  const from = await checkWays(ctx, campaign, say);
  if (!campaign.plan.segmentId && !campaign.plan.contactIds)
    say({ code: 'no_audience', level: 'error', sentence: 'Nobody is chosen yet.', count: 0, fix: 'Choose a segment.' });
  const audience = await readEverybody(ctx, { ...campaign, variants }, from ?? { address: 'preflight@example.com' }, say);
  if (audience.willGet === 0 && (campaign.plan.segmentId || campaign.plan.contactIds))
    say({
      code: 'nobody_gets_it',
      level: 'error',
      sentence: audience.total === 0 ? 'The audience is empty.' : 'Of the audience nobody may be written to.',
      count: audience.total,
    });
  return { ready: problems.every(({ level }) => level !== 'error'), problems, audience };
}

/** Who would get a campaign that is still being put together, and why others would not. */
export async function countAudience(ctx: Context, asked: Pick<CampaignPlan, 'segmentId' | 'contactIds' | 'topicId'>, userId: string | null) {
  const plan: CampaignPlan = { ...asked, transports: [], tracking: { opens: false, clicks: false }, variants: [] };
  const { total, willGet, excluded } = await readEverybody(ctx, { plan, userId, id: '', variants: [] }, { address: '' }, () => {});
  return {
    total,
    willGet,
    excluded: Object.entries(excluded)
      .sort(([, a], [, b]) => b - a)
      .map(([reason, count]) => ({ reason, sentence: `${count} ${EXCLUSIONS[reason] ?? reason}.`, count })),
  };
}

async function checkWays(ctx: Context, { plan }: CampaignRow, say: (problem: PreflightProblem) => void) {
  const { postalAddress, transportOrder } = await ctx.db.transaction((tx) => outreachSettings(tx, ctx.workspaceId));
  const own = ownWays(plan);
  const ids = waysOf(plan, transportOrder);
  if (own.length === 0) {
    say({ code: 'no_sender', level: 'error', sentence: 'No sender is chosen.', count: 0, fix: 'Choose the connection it is sent from.' });
    return undefined;
  }
  let from: { address: string; name?: string } | undefined;
  for (const id of [...new Set([...(plan.from ? [plan.from.connectionId] : []), ...ids])]) {
    try {
      const { connection } = await ctx.withConnection(asId<ConnectionId>(id));
      if (id === (plan.from?.connectionId ?? ids[0])) from = fromOf(connection, plan.from?.name);
      if (!ids.includes(id)) continue;
      transportOf(connection.provider);
      const sender = from ?? fromOf(connection, plan.from?.name);
      for (const each of await senderDomainProblems(ctx, connection, sender.address.split('@')[1]?.toLowerCase() ?? '')) say(each);
      if (connection.status !== 'active' || connection.data.sends === false)
        say(
          own.includes(id)
            ? {
                code: 'cannot_send',
                level: 'error',
                sentence: `Nothing can be sent through ${connection.label} at the moment.`,
                count: 1,
                fix: 'Reconnect it, or choose another way.',
              }
            : noStandIn(`${connection.label} cannot stand in at the moment.`),
        );
    } catch (error) {
      if (!(error instanceof PatchbayError)) throw error;
      say(
        own.includes(id)
          ? { code: 'cannot_send', level: 'error', sentence: `A chosen way out is not usable: ${error.message}`, count: 1, fix: 'Choose another one.' }
          : noStandIn(`A way of the workspace’s order is not usable: ${error.message}`),
      );
    }
  }
  if (from?.address === '')
    say({
      code: 'no_sender_address',
      level: 'error',
      sentence: 'The sender’s connection does not say in whose name it sends.',
      count: 1,
      fix: 'Set “fromEmail” in the settings of this connection.',
    });
  const domain = from?.address.split('@')[1] ?? '';
  if (/^(gmail|googlemail|outlook|hotmail|live|yahoo|aol|icloud|gmx|web)\./i.test(domain))
    say({
      code: 'free_mail_sender',
      level: 'warning',
      sentence: `${domain} asks servers to refuse bulk mail in its name that it did not send itself (DMARC).`,
      count: 1,
      fix: 'Send from a domain of your own.',
    });
  if (!postalAddress.trim())
    say({
      code: 'no_postal_address',
      level: 'warning',
      sentence: 'Your postal address is not set; many countries ask for it in campaigns.',
      count: 1,
      fix: 'Set it in the outreach settings.',
    });
  return from;
}

/** The campaign leaves all the same, as long as its own way is open. */
const noStandIn = (sentence: string): PreflightProblem => ({
  code: 'stand_in_unusable',
  level: 'hint',
  sentence,
  count: 1,
  fix: 'Reconnect it, or take it out of the order under Outreach → Sending.',
});

async function readEverybody(
  ctx: Context,
  campaign: Pick<CampaignRow, 'plan' | 'userId' | 'id' | 'variants'>,
  from: { address: string; name?: string },
  say: (problem: PreflightProblem) => void,
) {
  const acting = await actingFor(ctx, campaign.userId);
  const topic = await topicOf(ctx, campaign.plan);
  if (topic?.removedAt)
    say({
      code: 'topic_archived',
      level: 'error',
      sentence: `The topic “${topic.name}” was put away: nobody can choose it any more.`,
      count: 1,
      fix: 'Choose another topic, or bring it back.',
    });
  const excluded: Record<string, number> = {};
  const bad = new Map<string, { count: number; people: { id: string; name: string }[] }>();
  let [total, willGet] = [0, 0];
  const { bookingUrl } = await ctx.db.transaction((tx) => outreachSettings(tx, ctx.workspaceId));
  const person = campaign.userId ? await senderOf(ctx, campaign.userId) : senderNamed(from.name ?? from.address, from.address);
  const writer = campaign.variants.length > 0 ? await writerOf(ctx, campaign, { from, sender: { ...person, email: from.address }, bookingUrl }) : undefined;
  const addresses = new Set<string>();
  for (let after: string | null = null, first = true; first || after !== null; first = false) {
    ctx.signal.throwIfAborted();
    const page = await audiencePage(acting, campaign.plan, after);
    const { people, decisions } = await decidePage(ctx, page.contactIds, topic);
    for (const id of page.contactIds) {
      total++;
      const decision = decisions.get(id);
      const known = people.get(id);
      const reason =
        !decision || !known ? 'contact_deleted' : 'excluded' in decision ? decision.excluded : addresses.has(decision.address) ? 'same_address' : undefined;
      if (reason || !decision || !known) {
        excluded[reason ?? 'contact_deleted'] = (excluded[reason ?? 'contact_deleted'] ?? 0) + 1;
        continue;
      }
      addresses.add(decision.address);
      willGet++;
      if (!writer || willGet > MOST_RENDERED) continue;
      const variant = variantOf(bucketOf(campaign.id, id), campaign.variants) ?? 'a';
      const problem = readAs(() => writer.render({ id, address: decision.address, domain: '', variant }, known));
      if (!problem) continue;
      const found = bad.get(problem) ?? { count: 0, people: [] };
      found.count++;
      if (found.people.length < SHOWN) found.people.push({ id, name: `${known.contact.firstName} ${known.contact.lastName}`.trim() || decision.address });
      bad.set(problem, found);
    }
    after = page.next;
  }
  for (const [sentence, { count, people }] of [...bad].sort(([, a], [, b]) => b.count - a.count).slice(0, SHOWN))
    say({
      code: 'reads_badly',
      level: 'warning',
      sentence: `${count} of ${willGet} would get a mail that reads badly. ${sentence}`,
      count,
      fix: 'Give the field a fallback, such as {{ contact.firstName | default: "there" }}, or fill it in for them.',
      contactIds: people.map(({ id }) => id),
      people,
    });
  for (const [reason, count] of Object.entries(excluded)) say({ code: reason, level: 'hint', sentence: `${count} ${EXCLUSIONS[reason] ?? reason}.`, count });
  return { total, willGet, excluded };
}

function readAs(render: () => { subject: string; html: string | null; text: string }): string | undefined {
  try {
    return readsBadly(render());
  } catch (error) {
    return error instanceof Error ? error.message : 'It cannot be written.';
  }
}
