import { createHash } from 'node:crypto';
import { normal } from '../../archive/layouts.ts';
import { isLeadField, LEAD_FIELDS } from '../mapping.ts';

/** What a column can be beside an answer: facts of the lead itself. `skip` is left out altogether. */
const FACT_FIELDS = ['leadId', 'submittedAt', 'formName', 'campaign', 'consent', 'skip'] as const;
export const FILE_FIELDS = [...LEAD_FIELDS, ...FACT_FIELDS];
const isFileField = (field: string): boolean => isLeadField(field) || (FACT_FIELDS as readonly string[]).includes(field);

/** Of these a row has one; of the others a second column adds to the first. */
const ONCE: readonly string[] = ['firstName', 'lastName', 'jobTitle', 'company', 'linkedinUrl', 'website', 'leadId', 'submittedAt', 'formName', 'campaign'];

/**
 * Headers that Campaign Manager is seen to write, in the languages that we could look at; the rest is told by what stands in
 * a column. LinkedIn documents neither (read 2026-08), so the person decides and their choice is remembered.
 */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  firstName: ['first name', 'given name', 'vorname', 'prénom', 'nombre', 'förnamn', 'fornavn', 'voornaam', 'nome', 'imię'],
  lastName: [
    'last name',
    'surname',
    'family name',
    'nachname',
    'nom',
    'nom de famille',
    'apellido',
    'apellidos',
    'efternamn',
    'etternavn',
    'achternaam',
    'cognome',
    'sobrenome',
    'nazwisko',
  ],
  email: [
    'email',
    'e-mail',
    'email address',
    'work email',
    'business email',
    'e-mail-adresse',
    'geschäftliche e-mail',
    'geschäftliche e-mail-adresse',
    'adresse e-mail',
    'e-mail professionnel',
    'correo electrónico',
    'correo electrónico del trabajo',
    'e-post',
    'e-postadress',
    'indirizzo e-mail',
    'e-mailadres',
  ],
  phone: [
    'phone',
    'phone number',
    'work phone number',
    'mobile phone',
    'telefon',
    'telefonnummer',
    'téléphone',
    'numéro de téléphone',
    'teléfono',
    'número de teléfono',
    'telefoonnummer',
    'telefono',
    'telefone',
  ],
  jobTitle: [
    'job title',
    'title',
    'position',
    'jobbezeichnung',
    'berufsbezeichnung',
    'intitulé du poste',
    'fonction',
    'cargo',
    'jobbtitel',
    'functie',
    'qualifica',
  ],
  company: [
    'company',
    'company name',
    'organization',
    'unternehmen',
    'firma',
    'unternehmensname',
    'entreprise',
    'nom de l’entreprise',
    "nom de l'entreprise",
    'empresa',
    'nombre de la empresa',
    'företag',
    'företagsnamn',
    'bedrijf',
    'azienda',
  ],
  linkedinUrl: ['linkedin profile', 'linkedin profile url', 'linkedin url', 'profile url', 'linkedin-profil', 'profil linkedin', 'perfil de linkedin'],
  website: ['website', 'company website', 'webseite', 'site web', 'sitio web'],
  leadId: ['lead id', 'leadid', 'response id', 'lead-id', 'submission id'],
  submittedAt: [
    'created',
    'created at',
    'created time',
    'submitted at',
    'submission date',
    'submitted',
    'lead created',
    'date',
    'timestamp',
    'time',
    'erstellt',
    'erstellt am',
    'eingereicht am',
    'date de création',
    'fecha de creación',
    'skapad',
  ],
  formName: [
    'form',
    'form name',
    'lead form name',
    'lead gen form',
    'lead gen form name',
    'formular',
    'formularname',
    'nom du formulaire',
    'nombre del formulario',
    'formulärnamn',
  ],
  campaign: ['campaign', 'campaign name', 'kampagne', 'kampagnenname', 'campagne', 'nom de la campagne', 'campaña', 'nombre de la campaña', 'kampanj'],
  consent: ['consent', 'marketing consent', 'opt-in', 'i agree', 'einwilligung', 'consentement', 'consentimiento', 'samtycke'],
  skip: [
    'account name',
    'account id',
    'campaign id',
    'creative id',
    'ad id',
    'form id',
    'campaign group',
    'campaign group name',
    'campaign group id',
    'test lead',
    'lead type',
  ],
};
const BY_WORD = new Map(Object.entries(WORDS).flatMap(([field, words]) => words.map((word) => [normal(word), field] as const)));

const LOOKS: readonly (readonly [field: string, looks: RegExp])[] = [
  ['email', /^[^\s@]+@[^\s@]+\.[^\s@]+$/],
  ['linkedinUrl', /linkedin\.com\/in\//i],
  ['leadId', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(-\d+)?$/i],
  ['submittedAt', /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/],
  ['phone', /^\+\d[\d ()./-]{6,}$/],
];

/** What each column seems to be: by its name, else by what stands in all of its cells; else an answer that stays on the lead. Pure. */
export function suggestMapping(columns: readonly string[], sample: readonly (readonly string[])[]): Record<string, string> {
  const taken = new Set<string>();
  const mapping: Record<string, string> = {};
  const give = (column: string, field: string | undefined) => {
    if (!field || mapping[column] || (ONCE.includes(field) && taken.has(field))) return;
    mapping[column] = field;
    taken.add(field);
  };
  for (const column of columns) give(column, BY_WORD.get(normal(column)));
  for (const [index, column] of columns.entries()) {
    const cells = sample.map((row) => row[index]?.trim() ?? '').filter((cell) => cell !== '');
    if (cells.length > 0) give(column, LOOKS.find(([, looks]) => cells.every((cell) => looks.test(cell)))?.[0]);
  }
  return Object.fromEntries(columns.map((column) => [column, mapping[column] ?? 'none']));
}

/** Names the columns of a file, in whatever order and writing: the next file of the same form has the same. */
export const signatureOf = (columns: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify(columns.map(normal).sort()))
    .digest('hex');

/** Why a mapping cannot be used, by column. */
export function mappingProblems(columns: readonly string[], mapping: Readonly<Record<string, string>>): { path: string; message: string }[] {
  const problems = Object.entries(mapping).flatMap(([column, field]) => [
    ...(columns.includes(column) ? [] : [{ path: `mapping.${column}`, message: 'This file has no such column.' }]),
    ...(isFileField(field) ? [] : [{ path: `mapping.${column}`, message: `There is no field “${field}”.` }]),
  ]);
  for (const field of ONCE) {
    const [, ...more] = Object.entries(mapping).filter(([, each]) => each === field);
    problems.push(...more.map(([column]) => ({ path: `mapping.${column}`, message: 'Another column is this already.' })));
  }
  if (!Object.values(mapping).some((field) => field === 'email' || field === 'phone' || field === 'linkedinUrl'))
    problems.push({
      path: 'mapping',
      message: 'Say which column holds the e-mail address, the phone number or the LinkedIn profile: without one nobody can be told from another.',
    });
  return problems;
}
