import type { Context } from '#sdk';
import type { OutgoingFile } from '../models/mailbox.ts';
import type { Words } from '../templates/for-message.ts';

export const FILE_LINK = 'mail-file';
const DAYS = 30;
const MEGABYTE = 1_048_576;
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const sizeOf = (bytes: number): string => (bytes < MEGABYTE ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${Math.round(bytes / MEGABYTE)} MB`);

export type LinkedFile = Pick<OutgoingFile, 'fileId' | 'name'> & { size: number };

/** Says under what was written where the files are. Each address is proven, names one file, and is over by itself. */
export async function withLinks(ctx: Context, { subject, html, text }: Words, files: readonly LinkedFile[], now: Date): Promise<Words> {
  if (files.length === 0) return { subject, ...(html === undefined ? {} : { html }), ...(text === undefined ? {} : { text }) };
  const expiresAt = new Date(now.getTime() + DAYS * 86_400_000);
  const sign = await ctx.links.signer(FILE_LINK);
  const listed = files.map(({ fileId, name, size }) => ({
    label: `${name} (${sizeOf(size)})`,
    url: ctx.links.url(`/f/${sign({ f: fileId, n: name.slice(0, 120) }, { expiresAt })}`),
  }));
  const until = `Until ${expiresAt.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })}.`;
  return {
    subject,
    text: `${text ?? ''}\n\n${listed.map(({ label, url }) => `${label}:\n${url}`).join('\n')}\n${until}`.trimStart(),
    ...(html === undefined
      ? {}
      : { html: `${html}<p>${listed.map(({ label, url }) => `<a href="${escaped(url)}">${escaped(label)}</a>`).join('<br>')}<br>${until}</p>` }),
  };
}
