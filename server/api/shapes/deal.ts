import { z } from 'zod';
import { DEAL_CONTACT_ROLES, DEAL_STATUSES, LEAD_SOURCES, LOSS_REASONS } from '#crm/models';
import { id, instant } from '../people.ts';
import { bulkChange, bulkChanged, tagsChange } from './contact.ts';
import { day, plainText, version } from './list-query.ts';

const amount = z.string().max(20).describe('Decimal text, never a float: "1250.50"');
const currency = z.string().regex(/^[A-Z]{3}$/, 'is no ISO 4217 code such as EUR');
const probability = z.int().min(0).max(100);
const stageKey = z.string().min(1).max(60);
const customFields = z.record(z.string(), z.unknown());
const lossReason = z.enum(LOSS_REASONS);
const contact = z.strictObject({ contactId: id, role: z.enum(DEAL_CONTACT_ROLES) });

export const deal = z
  .object({
    id,
    name: z.string(),
    description: z.string().nullable(),
    amount: amount.nullable(),
    currency: z.string(),
    organizationId: id.nullable(),
    contacts: z.array(z.object({ contactId: id, role: z.enum(DEAL_CONTACT_ROLES) })),
    ownerId: id.nullable(),
    pipelineId: id,
    stage: z.string(),
    status: z.enum(DEAL_STATUSES),
    stageSince: instant,
    probability,
    expectedCloseDate: day.nullable(),
    actualCloseDate: day.nullable(),
    lossReason: lossReason.nullable(),
    lossReasonDetail: z.string().nullable(),
    leadSource: z.enum(LEAD_SOURCES).nullable(),
    nextStep: z.string().nullable(),
    lastActivityAt: instant.nullable(),
    position: z.int(),
    isActive: z.boolean(),
    tags: z.array(z.string()),
    customFields,
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Deal' });

const settable = {
  description: plainText(20_000).nullable(),
  amount: amount.nullable(),
  currency,
  organizationId: id.nullable(),
  contacts: z.array(contact.extend({ role: z.enum(DEAL_CONTACT_ROLES).default('other') })).max(100),
  ownerId: id.nullable(),
  pipelineId: id,
  stage: stageKey,
  probability,
  expectedCloseDate: day.nullable(),
  actualCloseDate: day.nullable(),
  lossReason: lossReason.nullable(),
  lossReasonDetail: plainText(5_000).nullable(),
  leadSource: z.enum(LEAD_SOURCES).nullable(),
  nextStep: plainText(2_000).nullable(),
  isActive: z.boolean(),
  tags: z.array(plainText(60)).max(50),
  customFields,
  position: z.int().min(0).max(1_000_000).describe('The place on the board, from 0, as you see the stage'),
};
const name = plainText(300).trim().min(1);
export const newDeal = z.strictObject({ name, ...z.object(settable).partial().shape });
export const dealChange = z.strictObject({ name, ...settable, version }).partial();
export const dealWon = z.strictObject({ actualCloseDate: day, version }).partial();
export const dealLost = z.strictObject({
  lossReason,
  ...z.object({ lossReasonDetail: settable.lossReasonDetail, actualCloseDate: day, version }).partial().shape,
});

export const dealsChange = bulkChange(
  'deal',
  z.strictObject({ ownerId: id.nullable(), stage: stageKey, lossReason, lossReasonDetail: plainText(5_000), ...tagsChange }).partial(),
);
export const dealsChanged = bulkChanged.meta({ id: 'DealsChanged' });

const currencySum = z.object({ currency: z.string(), count: z.int(), amount: z.string(), weighted: z.string() }).meta({ id: 'CurrencySum' });
export const dealSum = z.object({ key: z.string().nullable(), pipelineId: id.nullable(), count: z.int(), sums: z.array(currencySum) }).meta({ id: 'DealSum' });

export const stage = z.object({ key: z.string(), title: z.string(), outcome: z.enum(DEAL_STATUSES), probability, position: z.int() }).meta({ id: 'Stage' });
export const board = z
  .object({
    pipelineId: id,
    name: z.string(),
    stages: z.array(
      z.object({
        key: z.string(),
        title: z.string(),
        outcome: z.enum(DEAL_STATUSES),
        probability,
        position: z.int(),
        count: z.int(),
        sums: z.array(currencySum),
        deals: z.array(deal),
      }),
    ),
  })
  .meta({ id: 'DealBoard' });
export const stageStep = z
  .object({ id, pipelineId: id, fromStage: z.string().nullable(), toStage: z.string(), actor: z.string(), at: instant })
  .meta({ id: 'StageStep' });

export const pipeline = z
  .object({ id, name: z.string(), isDefault: z.boolean(), position: z.int(), stages: z.array(stage), createdAt: instant, updatedAt: instant })
  .meta({ id: 'Pipeline' });
const title = plainText(60).trim().min(1);
export const newStage = z.strictObject({
  title,
  key: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,59}$/, 'starts with a small letter, then small letters, digits and _')
    .optional(),
  probability,
  outcome: z.enum(DEAL_STATUSES).optional(),
});
export const stageChange = z.strictObject({ title, probability, position: z.int().min(0).max(100) }).partial();
