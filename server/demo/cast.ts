/** Who lives in the demo: invented people of invented companies. Some names are long, some read from right to left. */
export interface CastOrganization {
  name: string;
  domain: string;
  industry: string;
  city: string;
  country: string;
}
export interface CastPerson {
  firstName: string;
  lastName: string;
  jobTitle: string;
  email: string;
  phone: string;
  organization: number;
  stage: string;
}

const organization = (name: string, domain: string, industry: string, city: string, country: string): CastOrganization => ({
  name,
  domain: `${domain}.example`,
  industry,
  city,
  country,
});

export const ORGANIZATIONS: readonly CastOrganization[] = [
  organization('Halden Marine', 'halden-marine', 'manufacturing', 'Bergen', 'NO'),
  organization('Brightwell Clinics', 'brightwell', 'healthcare', 'Leeds', 'GB'),
  organization('Oktave Software', 'oktave', 'technology', 'Berlin', 'DE'),
  organization('Casa Verde Arquitectos', 'casaverde', 'real_estate', 'Sevilla', 'ES'),
  organization('Northgate Logistics', 'northgate', 'transportation', 'Rotterdam', 'NL'),
  organization('Lumen & Vale', 'lumenvale', 'retail', 'Dublin', 'IE'),
  organization('Sapphire Analytics', 'sapphire', 'technology', 'Toronto', 'CA'),
  organization('Tanaka Precision', 'tanaka', 'manufacturing', 'Nagoya', 'JP'),
  organization('Orchard Education Trust', 'orchard', 'education', 'Bristol', 'GB'),
  organization('Ferrum Stahlbau', 'ferrum', 'manufacturing', 'Duisburg', 'DE'),
  organization('Atlas Insurance Group', 'atlas-insurance', 'finance', 'Zürich', 'CH'),
  organization('Petit Pont Patisserie', 'petitpont', 'retail', 'Lyon', 'FR'),
  organization('Kestrel Aviation', 'kestrel', 'transportation', 'Austin', 'US'),
  organization('Baltic Timber', 'baltictimber', 'manufacturing', 'Riga', 'LV'),
  organization('Mirador Hotels', 'mirador', 'hospitality', 'Lisbon', 'PT'),
  organization('Quanta Robotics', 'quanta', 'technology', 'Boston', 'US'),
  organization('Sahara Solar', 'saharasolar', 'energy', 'Casablanca', 'MA'),
  organization('Willow Legal', 'willowlegal', 'consulting', 'Edinburgh', 'GB'),
  organization('Pacifica Foods', 'pacifica', 'retail', 'Vancouver', 'CA'),
  organization('Greenfield Agronomy Partners of the Lower Rhine and Neighbouring Districts', 'greenfield', 'other', 'Krefeld', 'DE'),
  organization('Vistula Games', 'vistula', 'media', 'Kraków', 'PL'),
  organization('Harbour Capital', 'harbourcap', 'finance', 'London', 'GB'),
  organization('Nimbus Telecom', 'nimbus', 'telecommunications', 'Helsinki', 'FI'),
  organization('مجموعة النخيل', 'palmgroup', 'real_estate', 'Dubai', 'AE'),
  organization('אופק טכנולוגיות', 'ofek', 'technology', 'Tel Aviv', 'IL'),
];

const NAMES: readonly [string, string, string][] = [
  ['Ingrid', 'Solheim', 'Head of Operations'],
  ['Priya', 'Raman', 'Procurement Lead'],
  ['Jonas', 'Weber', 'CTO'],
  ['Lucía', 'Ortega', 'Partner'],
  ['Daan', 'Visser', 'Fleet Manager'],
  ['Aoife', 'Byrne', 'E-commerce Director'],
  ['Marcus', 'Chen', 'VP Data'],
  ['Haruki', 'Tanaka', 'Managing Director'],
  ['Eleanor', 'Whitcombe', 'Bursar'],
  ['Stefan', 'Brandt', 'Head of IT'],
  ['Claudia', 'Meier', 'Claims Director'],
  ['Julien', 'Moreau', 'Owner'],
  ['Rachel', 'Okafor', 'Director of Maintenance'],
  ['Kristaps', 'Ozols', 'Sales Director'],
  ['Beatriz', 'Carvalho', 'General Manager'],
  ['Noah', 'Feldman', 'Founder'],
  ['Youssef', 'El Amrani', 'COO'],
  ['Fiona', 'Macleod', 'Practice Manager'],
  ['Grace', 'Nakamura', 'Supply Chain Manager'],
  ['Maximiliane', 'von der Heydte-Schönfeldt', 'Head of Sustainability'],
  ['Zofia', 'Kowalczyk', 'Producer'],
  ['Oliver', 'Penrose', 'Investment Director'],
  ['Aino', 'Virtanen', 'Customer Care Lead'],
  ['خالد', 'المنصوري', 'مدير المشاريع'],
  ['נועה', 'לוי', 'סמנכ״לית תפעול'],
  ['Erik', 'Dahl', 'Finance Manager'],
  ['Samuel', 'Adeyemi', 'IT Manager'],
  ['Mia', 'Schuster', 'Engineering Manager'],
  ['Diego', 'Navarro', 'Office Manager'],
  ['Femke', 'de Boer', 'Planner'],
  ['Conor', 'Walsh', 'Head of Retail'],
  ['Hannah', 'Levesque', 'Product Manager'],
  ['Yuki', 'Sato', 'Quality Manager'],
  ['Thomas', 'Ashby', 'Head of Digital'],
  ['Birgit', 'Lange', 'Purchasing'],
  ['Reto', 'Frei', 'Actuary'],
  ['Camille', 'Dubois', 'Shop Manager'],
  ['Tyler', 'Brooks', 'Operations Analyst'],
  ['Laura', 'Bērziņa', 'Export Manager'],
  ['Tiago', 'Pereira', 'Revenue Manager'],
  ['Sofia', 'Marchetti', 'Head of Hardware'],
  ['Nadia', 'Benali', 'Project Engineer'],
  ['Ewan', 'Stewart', 'Solicitor'],
  ['Liam', 'Tremblay', 'Category Manager'],
  ['Johannes', 'Kessler', 'Agronomist'],
  ['Paweł', 'Nowak', 'Studio Head'],
  ['Charlotte', 'Pembroke', 'Analyst'],
  ['Mikko', 'Laine', 'Network Engineer'],
  ['Layla', 'Haddad', 'Marketing Manager'],
  ['Amir', 'Cohen', 'VP R&D'],
  ['Silje', 'Haugen', 'Logistics Coordinator'],
  ['David', 'Osei', 'Clinical Lead'],
  ['Anja', 'Vogt', 'Support Lead'],
  ['Carmen', 'Ruiz', 'Architect'],
  ['Bram', 'Janssen', 'CFO'],
  ['Niamh', 'Doyle', 'Brand Manager'],
  ['Victor', 'Lindqvist', 'Data Engineer'],
  ['Akira', 'Mori', 'Sales Engineer'],
  ['Rosalind', 'Hart', 'Headteacher'],
  ['Uwe', 'Krämer', 'Works Manager'],
];

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
const STAGES = ['lead', 'lead', 'marketing_qualified', 'sales_qualified', 'opportunity', 'opportunity', 'customer'];

export const PEOPLE: readonly CastPerson[] = NAMES.map(([firstName, lastName, jobTitle], index) => {
  const organizationIndex = index % ORGANIZATIONS.length;
  const at = ORGANIZATIONS[organizationIndex]?.domain ?? 'demo.example';
  return {
    firstName,
    lastName,
    jobTitle,
    email: `${plain(firstName) || 'contact'}${plain(lastName) ? `.${plain(lastName)}` : index}@${at}`,
    // A range of numbers that belongs to nobody: Ofcom's and the FCC's for films.
    phone: index % 2 === 0 ? `+44207946${String(100 + index).padStart(4, '0')}` : `+1415555${String(100 + index).padStart(4, '0')}`,
    organization: organizationIndex,
    stage: STAGES[index % STAGES.length] ?? 'lead',
  };
});

export const DEALS: readonly { name: string; amount: string; currency: string; person: number; stage: number; inDays: number; next: string }[] = [
  { name: 'Fleet tracking for Bergen', amount: '48000.00', currency: 'EUR', person: 0, stage: 3, inDays: 6, next: 'Send the revised offer' },
  { name: 'Patient scheduling, four clinics', amount: '72500.00', currency: 'GBP', person: 1, stage: 2, inDays: 24, next: 'Demo for the clinical leads' },
  { name: 'Developer seats', amount: '18900.00', currency: 'EUR', person: 2, stage: 1, inDays: 40, next: 'Security questionnaire' },
  { name: 'Studio rollout', amount: '9600.00', currency: 'EUR', person: 3, stage: 0, inDays: 60, next: 'First call' },
  { name: 'Depot Rotterdam', amount: '134000.00', currency: 'EUR', person: 4, stage: 4, inDays: 3, next: 'Signature by the board' },
  { name: 'Spring campaign suite', amount: '27400.00', currency: 'EUR', person: 5, stage: 2, inDays: 18, next: 'Pricing for 40 seats' },
  { name: 'Warehouse analytics', amount: '61000.00', currency: 'CAD', person: 6, stage: 3, inDays: 11, next: 'Reference call with a customer' },
  { name: 'Line 4 quality control', amount: '8200000', currency: 'JPY', person: 7, stage: 1, inDays: 55, next: 'Site visit in Nagoya' },
  { name: 'Parents’ portal', amount: '15300.00', currency: 'GBP', person: 8, stage: 0, inDays: 70, next: 'Find the budget holder' },
  { name: 'Steel works dispatch', amount: '88000.00', currency: 'EUR', person: 9, stage: 2, inDays: -4, next: 'Ask for a new date' },
  { name: 'Claims desk', amount: '210000.00', currency: 'CHF', person: 10, stage: 3, inDays: 29, next: 'Legal review' },
  { name: 'Hangar maintenance log', amount: '54000.00', currency: 'USD', person: 12, stage: 2, inDays: 15, next: 'Trial ends on Friday' },
  { name: 'Export desk', amount: '12800.00', currency: 'EUR', person: 13, stage: 1, inDays: 33, next: 'Offer in Latvian' },
  { name: 'Front desk, six hotels', amount: '96000.00', currency: 'EUR', person: 14, stage: 4, inDays: 8, next: 'Contract is with their lawyer' },
  { name: 'Robot telemetry', amount: '175000.00', currency: 'USD', person: 15, stage: 3, inDays: 21, next: 'Load test together' },
  { name: 'Solar park monitoring', amount: '67000.00', currency: 'EUR', person: 16, stage: 1, inDays: 45, next: 'Visit in March' },
  { name: 'Matter management', amount: '23500.00', currency: 'GBP', person: 17, stage: 0, inDays: 80, next: 'Introductory call' },
  { name: 'Cold chain', amount: '41000.00', currency: 'CAD', person: 18, stage: 2, inDays: 13, next: 'Agree the pilot' },
  { name: 'Support desk for a launch', amount: '19900.00', currency: 'EUR', person: 20, stage: 3, inDays: 5, next: 'Confirm the start date' },
  { name: 'أنظمة إدارة المباني', amount: '120000.00', currency: 'USD', person: 23, stage: 2, inDays: 26, next: 'عرض السعر' },
];
