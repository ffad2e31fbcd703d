import { CONTACT_LIFECYCLE_STAGES, EMPLOYEE_COUNTS, INDUSTRIES, LEAD_SOURCES, ORGANIZATION_LIFECYCLE_STAGES } from '../models.ts';
import { type Target, target } from './targets.ts';

/** Names of columns in exports of HubSpot, Salesforce, Pipedrive, Google Contacts and Outlook, and what people write themselves. */
const ADDRESS: readonly Target[] = [
  target(
    'address.line1',
    'Street',
    'text',
    'street streetaddress address address1 addressline1 mailingstreet billingstreet businessstreet homestreet addressstreet postaladdress strasse anschrift adresse rue calle',
  ),
  target('address.line2', 'Address, second line', 'text', 'street2 address2 addressline2 businessstreet2 addressextendedaddress'),
  target('address.city', 'City', 'text', 'city town mailingcity billingcity businesscity homecity addresscity ort stadt ville ciudad'),
  target(
    'address.state',
    'State or region',
    'text',
    'state region stateregion province county mailingstate mailingstateprovince billingstate billingstateprovince businessstate homestate addressregion bundesland',
  ),
  target(
    'address.postalCode',
    'Postal code',
    'text',
    'zip zipcode postalcode postcode zippostalcode mailingpostalcode mailingzippostalcode billingpostalcode billingzippostalcode businesspostalcode homepostalcode addresspostalcode plz codepostal',
  ),
  target(
    'address.country',
    'Country',
    'text',
    'country countryregion countrycode mailingcountry billingcountry businesscountry businesscountryregion homecountry homecountryregion addresscountry land pays pais',
  ),
];
const COMMON: readonly Target[] = [
  target(
    'owner',
    'Owner',
    'person',
    'owner contactowner companyowner accountowner dealowner opportunityowner leadowner recordowner owneremail ownername assignedto assignee salesperson salesrep zustaendig',
  ),
  target('tags', 'Tags', 'list', 'tags tag labels label categories category groups groupmembership', { many: true }),
  target('timeZone', 'Time zone', 'zone', 'timezone zeitzone'),
  target('description', 'Description', 'long_text', 'description notes note about bio comments comment beschreibung notizen notiz remarques'),
  target(
    'linkedinUrl',
    'LinkedIn',
    'linkedin',
    'linkedin linkedinurl linkedinprofile linkedinprofileurl linkedinbio linkedincompanypage linkedincompanyurl personlinkedinurl profileurl',
  ),
  target('twitterHandle', 'X / Twitter', 'twitter', 'twitter twitterhandle twitterusername twitterurl xhandle x'),
];

export const CONTACT_TARGETS: readonly Target[] = [
  target(
    'email',
    'E-mail',
    'email',
    'email emailaddress mail emailvalue emailwork workemail businessemail primaryemail emailhome personalemail privateemail emailother additionalemailaddresses secondaryemail contactemail mailadresse correo courriel eposta',
    {
      many: true,
    },
  ),
  target('firstName', 'First name', 'text', 'firstname first givenname forename vorname prenom nombre'),
  target('lastName', 'Last name', 'text', 'lastname last surname familyname secondname nachname familienname nom apellido apellidos'),
  target('name', 'Full name', 'text', 'name fullname contactname displayname contact person personname fileas leadname'),
  target(
    'phone',
    'Phone',
    'phone',
    'phone phonenumber telephone tel phonevalue mobile mobilephone mobilephonenumber mobilenumber cell cellphone workphone businessphone businessphone2 homephone homephone2 otherphone primaryphone companymainphone directphone phonework phonehome phonemobile phoneother telefon telefonnummer handy mobil telephonenumber telefono portable',
    { many: true },
  ),
  target('jobTitle', 'Job title', 'text', 'jobtitle title position role organizationtitle jobposition funktion beruf fonction cargo poste'),
  target(
    'organization',
    'Organization',
    'text',
    'company companyname organization organisation organizationname account accountname employer business associatedcompany primaryassociatedcompany currentcompany firma unternehmen societe entreprise empresa firm',
  ),
  target(
    'organizationDomain',
    'Domain of the organization',
    'domain',
    'domain companydomain companydomainname companywebsite accountdomain organizationdomain organizationwebsite emaildomain accountwebsite',
  ),
  target('lifecycleStage', 'Lifecycle stage', 'choice', 'lifecyclestage lifecycle leadstage contactstage', { choices: CONTACT_LIFECYCLE_STAGES }),
  target('leadSource', 'Lead source', 'choice', 'leadsource source originalsource originalsourcetype channel quelle', { choices: LEAD_SOURCES }),
  target('website', 'Website', 'text', 'website websiteurl web webpage url homepage websitevalue'),
  ...ADDRESS,
  target('locale', 'Language', 'locale', 'locale language preferredlanguage sprache'),
  target(
    'doNotContact.email',
    'Do not e-mail',
    'flag',
    'donotemail emailoptout hasoptedoutofemail unsubscribed optedout unsubscribedfromallemail optout marketingoptout',
  ),
  target('doNotContact.call', 'Do not call', 'flag', 'donotcall calloptout'),
  target('doNotContact.sms', 'Do not text', 'flag', 'donotsms smsoptout donottext'),
  target('doNotContact.linkedin', 'Do not write on LinkedIn', 'flag', 'donotlinkedin'),
  ...COMMON,
];

export const ORGANIZATION_TARGETS: readonly Target[] = [
  target('name', 'Name', 'text', 'name companyname company organization organisation organizationname account accountname firma unternehmen societe empresa', {
    required: true,
  }),
  target('domain', 'Domain', 'domain', 'domain domains companydomainname companydomain accountdomain', { many: true }),
  target('website', 'Website', 'text', 'website websiteurl web url homepage companywebsite accountwebsite'),
  target('industry', 'Industry', 'choice', 'industry branche sector vertical', { choices: INDUSTRIES }),
  target('employeeCount', 'Employees', 'employees', 'employees employeecount numberofemployees noofemployees companysize size headcount mitarbeiter', {
    choices: EMPLOYEE_COUNTS,
  }),
  target('annualRevenue', 'Annual revenue', 'amount', 'annualrevenue revenue turnover umsatz'),
  target('annualRevenueCurrency', 'Currency of the revenue', 'currency', 'currency currencycode annualrevenuecurrency'),
  target('phone', 'Phone', 'phone', 'phone phonenumber telephone mainphone companyphone accountphone telefon'),
  target('email', 'E-mail', 'email', 'email emailaddress companyemail'),
  target('lifecycleStage', 'Lifecycle stage', 'choice', 'lifecyclestage lifecycle type accounttype', { choices: ORGANIZATION_LIFECYCLE_STAGES }),
  ...ADDRESS,
  ...COMMON,
];
