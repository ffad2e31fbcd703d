import type { addressColumns } from '../models.ts';

/** A postal address as it is answered and written. */
export interface Address {
  line1: string | null;
  line2: string | null;
  city: string | null;
  state: string | null;
  postalCode: string | null;
  country: string | null;
}
type Columns = Record<keyof ReturnType<typeof addressColumns>, string | null>;
const COLUMN_OF = {
  line1: 'addressLine1',
  line2: 'addressLine2',
  city: 'city',
  state: 'region',
  postalCode: 'postalCode',
  country: 'country',
} as const satisfies Record<keyof Address, keyof Columns>;
const PARTS = Object.keys(COLUMN_OF) as (keyof Address)[];
export const ADDRESS_COLUMNS = Object.values(COLUMN_OF);

export const addressOfRow = (row: Columns): Address => Object.fromEntries(PARTS.map((part) => [part, row[COLUMN_OF[part]]])) as unknown as Address;

/** The columns that a written address changes: parts that are not named stay, null empties all of it. */
export function addressPatch(address: Partial<{ [K in keyof Address]: string | null | undefined }> | null | undefined): Partial<Columns> {
  if (address === undefined) return {};
  const named = address === null ? PARTS : PARTS.filter((part) => address[part] !== undefined);
  return Object.fromEntries(
    named.map((part) => {
      const text = address?.[part]?.trim() || null;
      // Codes are compared; names of countries stay as they were written.
      return [COLUMN_OF[part], part === 'country' && text?.length === 2 ? text.toUpperCase() : text];
    }),
  );
}
