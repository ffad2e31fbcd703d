import { z } from 'zod';

export const settings = z.object({
  /** Units per UTC day by resource, as the portal's Analytics tab shows them; reading stops at nine tenths. */
  dailyCeilings: z.record(z.string(), z.number().int().min(1)).default({}),
});
