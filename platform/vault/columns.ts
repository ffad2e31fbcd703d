import { customType } from 'drizzle-orm/pg-core';
import type { Ciphertext } from '#sdk';

/** `bytea`, a Buffer on both engines (PGlite gives a Uint8Array, node-postgres a Buffer). */
export const bytes = customType<{ data: Buffer; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: (value) => (Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength)),
});

/** A text column that takes nothing but what the vault sealed; plain text does not compile. */
export const ciphertext = customType<{ data: Ciphertext; driverData: string }>({ dataType: () => 'text' });
