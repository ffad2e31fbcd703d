import { hash } from 'node:crypto';
import type { Connection, Context } from '#sdk';
import type { OutgoingMessage } from '../client/transport.ts';
import type { TrackingMode } from '../models/outreach.ts';
import { campaignMessageId } from '../serializers/message-id.ts';
import { settings } from '../settings.ts';
import type { CampaignRow } from '../store/campaigns.ts';
import { type MergeLinks, mergeDataOf, type Person, type Sender } from '../store/merge-data.ts';
import { instrument } from '../templates/instrument.ts';
import { readsBadly } from '../templates/lint.ts';
import { type LinkMaker, prepare, type Rendered } from '../templates/liquid.ts';
import { type Tracker, trackerOf } from '../tracking/links.ts';
import { headerName } from './addresses.ts';

export interface Written {
  message: OutgoingMessage;
  contentHash: string;
  isTracked: boolean;
}
export type WriteResult = { written: Written } | { problem: string };
interface Recipient {
  id: string;
  address: string;
  domain: string;
  variant: string;
}

/** The address and name that a connection sends as: a mailbox's own, or the one that was set. Empty where there is none. */
export function fromOf(connection: Pick<Connection, 'data' | 'externalId' | 'settings'>, name?: string): { address: string; name?: string } {
  const { data, externalId } = connection;
  const { fromEmail, fromName } = settings.pick({ fromEmail: true, fromName: true }).loose().parse(connection.settings);
  const named = externalId.split(' ')[0] ?? '';
  const address = typeof data.email === 'string' ? data.email : (fromEmail ?? (named.includes('@') ? named : ''));
  const own = name || fromName || (typeof data.name === 'string' ? data.name : '');
  return { address, ...(own ? { name: headerName(own) } : {}) };
}

const key = (recipientId: string) => `campaign:${recipientId}`;

/**
 * The desk at which a campaign's mails are written: templates read once, tokens made without awaiting. Each mail is the same
 * however often it is written, so that a second worker would hand over the same bytes under the same id.
 */
export async function writerOf(
  ctx: Context,
  campaign: Pick<CampaignRow, 'id' | 'plan' | 'variants'>,
  { from, sender, bookingUrl }: { from: { address: string; name?: string }; sender: Sender; bookingUrl: string },
) {
  const { plan } = campaign;
  const tracker: Tracker = await trackerOf(ctx);
  const unsubscribe = await ctx.links.signer('unsubscribe');
  const forms = new Map<string, { followed: ReturnType<typeof prepare>; plain: ReturnType<typeof prepare> }>();
  for (const variant of campaign.variants) {
    const plain = prepare(variant);
    const { opens, clicks } = plan.tracking;
    const followed = variant.html && (opens || clicks) ? prepare({ ...variant, html: instrument(variant.html, plan.tracking) }) : plain;
    forms.set(variant.key, { followed, plain });
  }
  const fromDomain = from.address.slice(from.address.lastIndexOf('@') + 1);
  const linksOf = (recipient: Recipient): MergeLinks => {
    const token = unsubscribe({ r: recipient.id });
    const url = ctx.links.url(`/u/${token}`);
    return { unsubscribeUrl: url, preferencesUrl: url, bookingUrl };
  };
  return {
    tracker,
    /** What somebody would read; for the preflight, which sends nothing. */
    render(recipient: Recipient, person: Person): Rendered {
      const form = forms.get(recipient.variant) ?? [...forms.values()][0];
      if (!form) throw new Error('a campaign without a form of its mail was begun');
      return form.plain(mergeDataOf(person, sender, linksOf(recipient)));
    },
    write(recipient: Recipient, person: Person, mode: TrackingMode): WriteResult {
      const form = forms.get(recipient.variant) ?? [...forms.values()][0];
      if (!form) return { problem: 'The campaign has no such variant.' };
      const links = linksOf(recipient);
      const isTracked = mode !== 'none' && (plan.tracking.opens || plan.tracking.clicks);
      const maker: LinkMaker | undefined = isTracked ? tracker.makerFor(mode === 'full' ? { r: recipient.id } : { c: campaign.id }, plan.tracking) : undefined;
      let rendered: Rendered;
      try {
        rendered = isTracked ? form.followed(mergeDataOf(person, sender, links), maker) : form.plain(mergeDataOf(person, sender, links));
      } catch (error) {
        return { problem: error instanceof Error ? error.message : 'The mail could not be written.' };
      }
      const problem = rendered.subject === '' || rendered.text.trim() === '' ? readsBadly(rendered) : undefined;
      if (problem) return { problem };
      const { firstName, lastName } = person.contact;
      const name = headerName(`${firstName} ${lastName}`);
      const message: OutgoingMessage = {
        key: key(recipient.id),
        messageId: campaignMessageId(recipient.id, fromDomain),
        from,
        ...(plan.from?.replyTo ? { replyTo: { address: plan.from.replyTo } } : {}),
        to: [{ address: recipient.address, ...(name ? { name } : {}) }],
        cc: [],
        bcc: [],
        subject: rendered.subject,
        ...(rendered.html === null ? {} : { html: rendered.html }),
        text: rendered.text,
        headers: {
          'List-Unsubscribe': `<${links.unsubscribeUrl}>, <mailto:${from.address}?subject=unsubscribe%20${recipient.id}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          'List-Id': `<${campaign.id}.${fromDomain}>`,
          'Feedback-ID': `${campaign.id}:${ctx.workspaceId.slice(-12)}:campaign:patchbay`,
        },
        attachments: [],
        metadata: { patchbay_id: recipient.id, patchbay_campaign: campaign.id },
        date: ctx.clock.now(),
      };
      const contentHash = hash('sha256', `${rendered.subject}\n${rendered.html ?? ''}\n${rendered.text}`, 'base64url');
      return { written: { message, contentHash, isTracked: isTracked && mode === 'full' } };
    },
  };
}
export type Writer = Awaited<ReturnType<typeof writerOf>>;
