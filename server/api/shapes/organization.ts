import { z } from 'zod';
import { EMPLOYEE_COUNTS, INDUSTRIES, ORGANIZATION_LIFECYCLE_STAGES } from '#crm/models';
import { id, instant, timeZone } from '../people.ts';
import { address, bulkChange, bulkChanged, customFieldValues, newAddress, tagNames, tagsChange } from './contact.ts';
import { plainText, version } from './list-query.ts';

const money = z.object({
  amount: z.string().max(20).describe('Decimal text, never a float: "1250.50"'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'is no ISO 4217 code such as EUR'),
});
const industry = z.enum(INDUSTRIES);
const employeeCount = z.enum(EMPLOYEE_COUNTS);
const lifecycleStage = z.enum(ORGANIZATION_LIFECYCLE_STAGES);

export const organization = z
  .object({
    id,
    name: z.string(),
    domains: z.array(z.string()).describe('The primary one first'),
    industry: industry.nullable(),
    employeeCount: employeeCount.nullable(),
    annualRevenue: money.nullable(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    website: z.string().nullable(),
    address,
    lifecycleStage,
    linkedinUrl: z.string().nullable(),
    twitterHandle: z.string().nullable(),
    description: z.string().nullable(),
    timeZone: z.string().nullable(),
    ownerId: id.nullable(),
    isActive: z.boolean(),
    tags: z.array(z.string()),
    customFields: customFieldValues,
    lastContactedAt: instant.nullable(),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Organization' });

const settable = {
  domains: z.array(plainText(300)).max(50),
  industry: industry.nullable(),
  employeeCount: employeeCount.nullable(),
  annualRevenue: z.strictObject(money.shape).nullable(),
  phone: plainText(100).nullable(),
  email: plainText(320).nullable(),
  website: plainText(500).nullable(),
  address: newAddress,
  lifecycleStage,
  linkedinUrl: plainText(500).nullable(),
  twitterHandle: plainText(100).nullable(),
  description: plainText(20_000).nullable(),
  timeZone: timeZone.nullable(),
  ownerId: id.nullable(),
  isActive: z.boolean(),
  tags: tagNames,
  customFields: customFieldValues,
};
const name = plainText(300).trim().min(1);
export const newOrganization = z.strictObject({ name, ...z.object(settable).partial().shape });
export const organizationChange = z.strictObject({ name, ...settable, version }).partial();

export const organizationsChange = bulkChange('organization', z.strictObject({ ownerId: id.nullable(), lifecycleStage, ...tagsChange }).partial());
export const organizationsChanged = bulkChanged.meta({ id: 'OrganizationsChanged' });
