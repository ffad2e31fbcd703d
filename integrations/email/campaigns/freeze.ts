import { type Context, PatchbayError } from '#sdk';
import { outreachSettings } from '../store/outreach-settings.ts';
import { snippetsOf, templateById } from '../store/templates.ts';
import { type Compiled, compile } from '../templates/compile.ts';
import { prepare } from '../templates/liquid.ts';
import { emptyMergeData } from '../templates/merge-fields.ts';
import type { CampaignPlan, FrozenVariant } from './plan.ts';
import { sharesOf } from './variants.ts';

const escapeHtml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>');

/** Who gets a campaign can leave it, and is told from where it comes, whatever the template says. */
export function withFooter({ subject, html, text }: Compiled, postalAddress: string): Compiled {
  const hasWayOut = (body: string) => /\bunsubscribeUrl\b|\bpreferencesUrl\b/.test(body);
  const address = postalAddress.trim();
  const lines = (body: string) => [...(address && !body.includes(address) ? [address] : [])];
  const htmlFoot =
    html === null || (hasWayOut(html) && lines(html).length === 0)
      ? ''
      : `<div style="margin-top:32px;padding-top:12px;border-top:1px solid #e5e5e5;font:12px/1.5 -apple-system,Segoe UI,Helvetica,Arial,sans-serif;color:#767676">${lines(html).map(escapeHtml).join('<br>')}${
          hasWayOut(html) ? '' : `${lines(html).length ? '<br>' : ''}<a href="{{ unsubscribeUrl }}" style="color:#767676">Unsubscribe</a>`
        }</div>`;
  const textFoot = [...lines(text), ...(hasWayOut(text) ? [] : ['Unsubscribe: {{ unsubscribeUrl }}'])];
  return {
    subject,
    html: html === null || htmlFoot === '' ? html : /<\/body>/i.test(html) ? html.replace(/<\/body>/i, `${htmlFoot}</body>`) : html + htmlFoot,
    text: textFoot.length > 0 ? `${text.trimEnd()}\n\n-- \n${textFoot.join('\n')}` : text,
  };
}

/**
 * The forms of the mail as they are now, complete: what is sent tomorrow is what was checked today.
 * @throws PatchbayError invalid_input: there is none, or one cannot be read
 */
export async function freezeVariants(ctx: Context, plan: CampaignPlan): Promise<FrozenVariant[]> {
  const sources = [plan, ...plan.variants];
  const shares = sharesOf(
    plan.variants.map(({ share }) => share),
    Boolean(plan.winner),
  );
  const { snippets, postalAddress } = await ctx.db.transaction(async (tx) => ({
    snippets: await snippetsOf(tx, ctx.workspaceId),
    postalAddress: (await outreachSettings(tx, ctx.workspaceId)).postalAddress,
  }));
  const frozen: FrozenVariant[] = [];
  for (const [at, { templateId, content }] of sources.entries()) {
    let compiled: Compiled;
    let templateVersion: number | null = null;
    if (templateId) {
      const { template, version } = await ctx.db.transaction((tx) => templateById(tx, ctx.workspaceId, templateId));
      compiled = version.compiled;
      templateVersion = template.version;
    } else if (content) compiled = await compile(content);
    else throw new PatchbayError('invalid_input', { errors: [{ path: 'templateId', message: 'Choose a template or write the mail.' }] });
    const whole = withFooter(compiled, postalAddress);
    // One that never ends is found here, not with the first reader.
    prepare({ ...whole, snippets })(emptyMergeData());
    frozen.push({ ...whole, key: String.fromCharCode(97 + at), share: shares[at] ?? 0, snippets, templateId: templateId ?? null, templateVersion });
  }
  return frozen;
}
