import { type Context, PatchbayError } from '#sdk';
import { checkAddress } from '../campaigns/addresses.ts';
import { choicesOnTopic, choose, erasedAmong, type TopicRow, topicById } from '../store/preferences.ts';

/** A link that is not used for so long was not wanted. */
const OPEN_FOR_MS = 14 * 86_400_000;

/** Asks an address by mail whether it wants a topic. Nothing is sent to it on that topic before it said yes. */
export async function askOptIn(
  ctx: Context,
  topicId: string,
  given: { address: string; contactId?: string | undefined; wording?: string | undefined; connectionId?: string | undefined },
) {
  const checked = checkAddress(given.address);
  if ('problem' in checked) throw new PatchbayError('invalid_input', { errors: [{ path: 'address', message: 'This is not an e-mail address.' }] });
  const { address } = checked;
  const now = ctx.clock.now();
  const { topic, state, erased } = await ctx.db.transaction(async (tx) => ({
    topic: await topicById(tx, ctx.workspaceId, topicId),
    state: (await choicesOnTopic(tx, ctx.workspaceId, topicId, [address])).get(address.toLowerCase()),
    erased: (await erasedAmong(tx, ctx.workspaceId, [address.toLowerCase()])).size > 0,
  }));
  if (erased) throw new PatchbayError('conflict', { detail: 'This address asked to be forgotten: nothing may be sent to it.' });
  if (state === 'subscribed') return { state: 'subscribed' as const };
  const sign = await ctx.links.signer('opt-in');
  const link = ctx.links.url(`/u/confirm/${sign({ t: topicId, a: address }, { expiresAt: new Date(now.getTime() + OPEN_FOR_MS) })}`);
  const wording = given.wording ?? `I would like to get “${topic.name}”.`;
  const contactId = given.contactId ?? (await ctx.crm.contacts.match({ kind: 'email', value: address }))?.contactId ?? null;
  const sent = await ctx.actions.run<{ messageId?: string }>('email.send-message', {
    to: [{ address }],
    subject: `Please confirm: ${topic.name}`,
    text: `${wording}\n\nIf that was you, please confirm it here:\n${link}\n\nIf it was not, do nothing: you will not hear from us again.`,
    ...(given.connectionId ? { connectionId: given.connectionId } : {}),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  });
  await ctx.db.transaction((tx) =>
    choose(
      tx,
      ctx.workspaceId,
      {
        topicId,
        address,
        state: 'pending',
        contactId,
        proof: { source: 'double opt-in', wording, askedAt: now.toISOString(), ...(sent.messageId ? { messageId: sent.messageId } : {}) },
      },
      now,
    ),
  );
  return { state: 'pending' as const };
}

/** They said yes, by the link that only their mailbox has: what was agreed to, when and from where is kept as proof. */
export async function confirmOptIn(
  ctx: Context,
  topicId: string,
  address: string,
  from: { remoteAddress: string; userAgent: string | undefined },
): Promise<TopicRow> {
  const now = ctx.clock.now();
  const somebody = await ctx.crm.contacts.ensure({ identities: [{ kind: 'email', value: address }] });
  return ctx.db.transaction(async (tx) => {
    const topic = await topicById(tx, ctx.workspaceId, topicId);
    if ((await erasedAmong(tx, ctx.workspaceId, [address.toLowerCase()])).size > 0)
      throw new PatchbayError('not_found', { detail: 'This link leads nowhere any more.' });
    const proof = {
      source: 'double opt-in',
      wording: `I would like to get “${topic.name}”.`,
      confirmedAt: now.toISOString(),
      confirmedFrom: from.remoteAddress,
      ...(from.userAgent ? { userAgent: from.userAgent.slice(0, 300) } : {}),
    };
    await choose(tx, ctx.workspaceId, { topicId, address, state: 'subscribed', contactId: somebody?.contactId ?? null, proof }, now);
    if (somebody)
      await ctx.crm.consents.give({
        contactId: somebody.contactId,
        channel: 'email',
        purpose: topic.name,
        basis: 'consent',
        textVersion: proof.wording,
        source: 'double opt-in',
        givenAt: now,
      });
    return topic;
  });
}
