import { z } from 'zod';
import { type Filter, filterSchema } from '#crm/filter/filter-schema';
import { PatchbayError } from '#sdk';
import { decodeCursor } from '../../http/page.ts';

/** A filter in a query: JSON text. */
export const filterText = z
  .string()
  .max(20_000)
  .transform((text, context): Filter => {
    try {
      const read = filterSchema.safeParse(JSON.parse(text));
      if (read.success) return read.data;
      for (const issue of read.error.issues) context.addIssue({ code: 'custom', path: issue.path, message: issue.message });
    } catch {
      context.addIssue({ code: 'custom', message: 'is no JSON' });
    }
    return z.NEVER;
  })
  .meta({ description: 'A filter as JSON text' });

/** What the last page ended with. */
export function afterKey(cursor: string | undefined): (string | number)[] | undefined {
  if (cursor === undefined) return undefined;
  const after = decodeCursor(cursor);
  if (!after) throw new PatchbayError('invalid_input', { errors: [{ path: 'cursor', message: 'is not one of ours' }] });
  return after;
}

/** Text that the database takes. */
export const plainText = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !text.includes('\0') && text.isWellFormed(), 'holds characters that cannot be kept');
/** A calendar day: `2026-03-31`. */
export const day = z.iso.date();
export const version = z.int().min(1).describe('The version you have seen; another one is a conflict');
export const ids = z.array(z.uuid().toLowerCase()).min(1).max(500);
