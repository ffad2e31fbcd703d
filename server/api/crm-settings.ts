import { isSupportedCountry } from 'libphonenumber-js/max';
import { z } from 'zod';
import { CHANNELS, REACHES } from '#crm/models';
import { apiRoute } from '../http/api-route.ts';
import { roleName } from './people.ts';

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is no time such as 21:00');
const settings = z
  .object({
    defaultCountry: z.string().describe('How phone numbers without a country code are read'),
    currency: z.string(),
    consentRequired: z.array(z.enum(CHANNELS)).describe('Channels on which nobody is contacted without consent'),
    quietHours: z.object({ from: clock, to: clock }).nullable().describe('When nobody is called or texted, by the clock where they are'),
  })
  .meta({ id: 'CrmSettings' });
const change = z
  .strictObject({
    defaultCountry: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .refine(isSupportedCountry, 'is no country we know'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .refine((code) => Intl.supportedValuesOf('currency').includes(code), 'is no currency we know'),
    consentRequired: z
      .array(z.enum(CHANNELS))
      .max(CHANNELS.length)
      .transform((all) => [...new Set(all)]),
    quietHours: z
      .strictObject({ from: clock, to: clock })
      .refine(({ from, to }) => from !== to, 'must not begin when they end; null is never quiet')
      .nullable(),
  })
  .partial();
const width = z.enum(REACHES);
const reach = z.object({ role: roleName, read: width, write: width, isDefault: z.boolean() }).meta({ id: 'RoleReach' });
const ofRole = z.strictObject({ role: roleName });

export const crmSettingRoutes = [
  apiRoute({
    method: 'GET',
    path: '/crm-settings',
    summary: 'What the record assumes',
    permission: 'crm-settings:read',
    responses: { 200: settings },
    handler: async ({ crm }) => (await crm()).settings.get(),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/crm-settings',
    summary: 'Change what the record assumes',
    permission: 'settings:write',
    body: change,
    responses: { 200: settings },
    handler: async ({ crm }, { body }) => (await crm()).settings.update(body),
  }),
  apiRoute({
    method: 'GET',
    path: '/roles/:role/reach',
    summary: 'Whose records a role reads and changes',
    permission: 'settings:read',
    params: ofRole,
    responses: { 200: reach },
    handler: async ({ crm }, { params }) => (await crm()).settings.reach.get(params.role),
  }),
  apiRoute({
    method: 'PUT',
    path: '/roles/:role/reach',
    summary: 'Set whose records a role reads and changes',
    permission: 'settings:write',
    params: ofRole,
    body: z.strictObject({ read: width, write: width }),
    responses: { 200: reach },
    handler: async ({ crm, hub, workspaceId }, { params, body }) => {
      const set = await (await crm()).settings.reach.set(params.role, body);
      await hub.audiences.changed(workspaceId);
      return set;
    },
  }),
];
