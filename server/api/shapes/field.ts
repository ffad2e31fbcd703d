import { z } from 'zod';
import { CUSTOM_FIELD_TYPES, ENTITIES } from '#crm/models';
import { id, instant, roleName } from '../people.ts';
import { ids, plainText } from './list-query.ts';

const label = plainText(100).trim().min(1);
const roles = z.array(roleName).max(5);
const settings = {
  label,
  type: z.enum(CUSTOM_FIELD_TYPES),
  options: z.array(plainText(200).trim().min(1)).max(500),
  required: z.boolean(),
  unique: z.boolean(),
  visibleTo: roles.describe('Roles; empty = everybody who sees the record'),
  editableBy: roles.describe('Roles; empty = everybody who changes the record'),
};
export const customField = z
  .object({ id, entity: z.enum(ENTITIES), key: z.string(), ...settings, createdAt: instant, updatedAt: instant })
  .meta({ id: 'CustomField' });
export const customFieldChange = z.strictObject(settings).partial();
export const newCustomField = z.strictObject({ entity: z.enum(ENTITIES), key: z.string().max(60), ...customFieldChange.shape, label, type: settings.type });

const name = plainText(60).trim().min(1);
const color = z.string().regex(/^([a-z]{3,12}|#[0-9a-fA-F]{6})$/, 'is a colour name or #rrggbb');
export const tag = z.object({ id, name: z.string(), color: z.string(), records: z.int(), createdAt: instant, updatedAt: instant }).meta({ id: 'Tag' });
export const newTag = z.strictObject({ name, color: color.optional() });
export const tagChange = z.strictObject({ name, color }).partial();
export const taggedRecords = z.strictObject({ entity: z.enum(ENTITIES), ids });
