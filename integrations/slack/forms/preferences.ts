import type { ConnectedContext } from '#sdk';
import { input, modal, section, select, textInput } from '../blocks/build.ts';
import type { Json } from '../client/chat.ts';
import type { FormDefinition } from '../interactions/deed.ts';
import type { Opener } from '../interactions/openers.ts';
import { preferencesOf, savePreferences } from '../store/rules.ts';

const KINDS = [
  ['deal', 'Deals'],
  ['activity', 'Calls, mails and meetings'],
  ['lead', 'Leads'],
] as const;
const CHOICES = [
  { value: 'dm', label: 'At once' },
  { value: 'digest', label: 'In the digest' },
  { value: 'off', label: 'Not at all' },
];
const HOURS = /^([01]?\d|2[0-3]):[0-5]\d\s*-\s*([01]?\d|2[0-3]):[0-5]\d$/;
const two = (time: string) => time.trim().padStart(5, '0');

export async function preferencesModal(ctx: ConnectedContext, userId: string): Promise<Json> {
  const row = await ctx.db.transaction((tx) => preferencesOf(tx, ctx.workspaceId, userId));
  const quiet = row?.quietHours ? `${row.quietHours.from}-${row.quietHours.to}` : null;
  return modal({
    callbackId: 'preferences',
    title: 'What you hear of',
    submit: 'Save',
    blocks: [
      section('This is about messages to you alone. What a channel hears is set by its rules.'),
      ...KINDS.map(([kind, label]) => input(`kind_${kind}`, label, select('v', 'Choose', CHOICES, row?.kinds[kind] ?? 'dm'))),
      input('quiet', 'Quiet hours, in your zone', textInput('v', { initial: quiet, placeholder: '18:30-08:00' }), {
        optional: true,
        hint: 'What falls into them waits. Do Not Disturb of Slack is kept as well.',
      }),
      input('digest', 'Digest at', textInput('v', { initial: row ? row.digestAt : '08:30', placeholder: '08:30' }), {
        optional: true,
        hint: 'Empty: no digest. On workdays, and only when something changed.',
      }),
    ],
  });
}
export const openPreferences: Opener = ({ ctx, userId }) => preferencesModal(ctx, userId);

export const preferences: FormDefinition = {
  async check(_input, { quiet, digest }) {
    if (quiet && !HOURS.test(quiet)) return { response_action: 'errors', errors: { quiet: 'Two times such as 18:30-08:00' } };
    return digest && !/^([01]?\d|2[0-3]):[0-5]\d$/.test(digest) ? { response_action: 'errors', errors: { digest: 'A time such as 08:30' } } : undefined;
  },
  async submit({ ctx, userId, say }, values) {
    const [from = '', to = ''] = values.quiet?.split('-') ?? [];
    const kinds = Object.fromEntries(KINDS.map(([kind]) => [kind, (values[`kind_${kind}`] ?? 'dm') as 'dm' | 'digest' | 'off']));
    await ctx.db.transaction((tx) =>
      savePreferences(tx, ctx.workspaceId, userId, {
        kinds,
        quietHours: values.quiet ? { from: two(from), to: two(to) } : null,
        digestAt: values.digest ? two(values.digest) : null,
      }),
    );
    return () => say({ text: 'Saved: what you hear of, and when.' });
  },
};
