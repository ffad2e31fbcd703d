import { ACTIVITY_KINDS, DIRECTIONS, LEAD_SOURCES, LOSS_REASONS } from '../models.ts';
import { CONTACT_TARGETS, ORGANIZATION_TARGETS } from './person-targets.ts';
import { type ImportKind, type Target, target } from './targets.ts';

const OF_SOMEBODY: readonly Target[] = [
  target('organization', 'Organization', 'text', 'company companyname organization organisation organizationname account accountname associatedcompany firma'),
  target('organizationDomain', 'Domain of the organization', 'domain', 'domain companydomain companydomainname accountdomain'),
  target(
    'contactEmail',
    'E-mail of a contact',
    'email',
    'email emailaddress contactemail contact associatedcontact primarycontact personemail from to attendees attendee participants',
    { many: true },
  ),
];

const DEAL_TARGETS: readonly Target[] = [
  target('name', 'Name', 'text', 'name dealname deal title dealtitle opportunity opportunityname', { required: true }),
  target('amount', 'Amount', 'amount', 'amount value dealvalue dealamount price betrag wert volume'),
  target('currency', 'Currency', 'currency', 'currency currencycode currencyofvalue dealcurrency amountcurrency opportunitycurrency waehrung'),
  target('pipeline', 'Pipeline', 'text', 'pipeline dealpipeline'),
  target('stage', 'Stage', 'text', 'stage dealstage stagename opportunitystage status phase'),
  target('probability', 'Probability', 'percent', 'probability dealprobability winprobability chance'),
  target('expectedCloseDate', 'Expected close', 'date', 'expectedclosedate closedate expectedclose forecastdate estimatedclosedate'),
  target('actualCloseDate', 'Closed on', 'date', 'actualclosedate closedon wontime losttime dealclosedon dateclosed'),
  target('lossReason', 'Loss reason', 'choice', 'lossreason lostreason closedlostreason reasonlost', { choices: LOSS_REASONS }),
  target('lossReasonDetail', 'Loss reason in words', 'text', 'lossreasondetail'),
  target('leadSource', 'Lead source', 'choice', 'leadsource source originalsource channel', { choices: LEAD_SOURCES }),
  target('nextStep', 'Next step', 'text', 'nextstep nextactivity'),
  target('description', 'Description', 'long_text', 'description dealdescription notes comments'),
  target('owner', 'Owner', 'person', 'owner dealowner opportunityowner ownername owneremail salesperson salesrep'),
  target('tags', 'Tags', 'list', 'tags labels label categories', { many: true }),
  ...OF_SOMEBODY,
];

const ACTIVITY_TARGETS: readonly Target[] = [
  target('kind', 'Kind', 'choice', 'kind type activitytype tasktype', { choices: ACTIVITY_KINDS }),
  target('direction', 'Direction', 'choice', 'direction calldirection', { choices: DIRECTIONS }),
  target('occurredAt', 'When', 'time', 'occurredat date datetime time when activitydate createdate createddate start startdate duedate timestamp calltime', {
    required: true,
  }),
  target('subject', 'Subject', 'text', 'subject title name activityname'),
  target('body', 'Text', 'long_text', 'body text note notes description content comments details'),
  target('status', 'Status', 'text', 'status outcome calloutcome'),
  target('contactPhone', 'Phone of a contact', 'phone', 'phone phonenumber contactphone', { many: true }),
  target('deal', 'Deal', 'text', 'deal dealname opportunity opportunityname'),
  target('externalId', 'Its number at the source', 'text', 'externalid activityid recordid id'),
  target('owner', 'Whose it is', 'person', 'owner assignedto activityowner user createdby'),
  ...OF_SOMEBODY,
];

export const TARGETS: Readonly<Record<ImportKind, readonly Target[]>> = {
  contacts: CONTACT_TARGETS,
  leads: CONTACT_TARGETS,
  organizations: ORGANIZATION_TARGETS,
  deals: DEAL_TARGETS,
  activities: ACTIVITY_TARGETS,
};
