/**
 * The zone of a state in countries that have several: where most of its people live (a few states are cut by a border of
 * zones). From the IANA time zone database's zone1970.tab and the countries' own lists of states, 2026.
 */
type Region = readonly [zone: string, states: string];
const REGIONS: Readonly<Record<string, readonly Region[]>> = {
  US: [
    [
      'America/New_York',
      'CT Connecticut|DE Delaware|DC District of Columbia|DC Washington DC|FL Florida|GA Georgia|IN Indiana|KY Kentucky|ME Maine|MD Maryland|MA Massachusetts|NH New Hampshire|NJ New Jersey|NY New York|NC North Carolina|OH Ohio|PA Pennsylvania|RI Rhode Island|SC South Carolina|VT Vermont|VA Virginia|WV West Virginia',
    ],
    ['America/Detroit', 'MI Michigan'],
    [
      'America/Chicago',
      'AL Alabama|AR Arkansas|IL Illinois|IA Iowa|KS Kansas|LA Louisiana|MN Minnesota|MS Mississippi|MO Missouri|NE Nebraska|ND North Dakota|OK Oklahoma|SD South Dakota|TN Tennessee|TX Texas|WI Wisconsin',
    ],
    ['America/Denver', 'CO Colorado|MT Montana|NM New Mexico|UT Utah|WY Wyoming'],
    ['America/Boise', 'ID Idaho'],
    ['America/Phoenix', 'AZ Arizona'],
    ['America/Los_Angeles', 'CA California|NV Nevada|OR Oregon|WA Washington'],
    ['America/Anchorage', 'AK Alaska'],
    ['Pacific/Honolulu', 'HI Hawaii'],
    ['America/Puerto_Rico', 'PR Puerto Rico'],
  ],
  CA: [
    ['America/Toronto', 'ON Ontario|QC Quebec|QC Québec'],
    ['America/Winnipeg', 'MB Manitoba'],
    ['America/Regina', 'SK Saskatchewan'],
    ['America/Edmonton', 'AB Alberta|NT Northwest Territories'],
    ['America/Vancouver', 'BC British Columbia'],
    ['America/Halifax', 'NS Nova Scotia|PE Prince Edward Island'],
    ['America/Moncton', 'NB New Brunswick'],
    ['America/St_Johns', 'NL Newfoundland and Labrador|NF Newfoundland'],
    ['America/Whitehorse', 'YT Yukon'],
    ['America/Iqaluit', 'NU Nunavut'],
  ],
  AU: [
    ['Australia/Sydney', 'NSW New South Wales|ACT Australian Capital Territory'],
    ['Australia/Melbourne', 'VIC Victoria'],
    ['Australia/Brisbane', 'QLD Queensland'],
    ['Australia/Adelaide', 'SA South Australia'],
    ['Australia/Perth', 'WA Western Australia'],
    ['Australia/Hobart', 'TAS Tasmania'],
    ['Australia/Darwin', 'NT Northern Territory'],
  ],
  BR: [
    [
      'America/Sao_Paulo',
      'SP São Paulo|RJ Rio de Janeiro|MG Minas Gerais|ES Espírito Santo|PR Paraná|SC Santa Catarina|RS Rio Grande do Sul|GO Goiás|DF Distrito Federal',
    ],
    ['America/Bahia', 'BA Bahia'],
    ['America/Fortaleza', 'CE Ceará|MA Maranhão|PI Piauí|RN Rio Grande do Norte|PB Paraíba'],
    ['America/Recife', 'PE Pernambuco'],
    ['America/Maceio', 'AL Alagoas|SE Sergipe'],
    ['America/Belem', 'PA Pará|AP Amapá'],
    ['America/Araguaina', 'TO Tocantins'],
    ['America/Cuiaba', 'MT Mato Grosso'],
    ['America/Campo_Grande', 'MS Mato Grosso do Sul'],
    ['America/Manaus', 'AM Amazonas'],
    ['America/Porto_Velho', 'RO Rondônia'],
    ['America/Boa_Vista', 'RR Roraima'],
    ['America/Rio_Branco', 'AC Acre'],
  ],
  MX: [
    [
      'America/Mexico_City',
      'CMX Ciudad de México|CMX Mexico City|MEX Estado de México|JAL Jalisco|PUE Puebla|GUA Guanajuato|VER Veracruz|QUE Querétaro|MIC Michoacán|OAX Oaxaca|GRO Guerrero|HID Hidalgo|MOR Morelos|SLP San Luis Potosí|AGU Aguascalientes|ZAC Zacatecas|TLA Tlaxcala|COL Colima|CHP Chiapas|TAB Tabasco',
    ],
    ['America/Monterrey', 'NLE Nuevo León|COA Coahuila|DUR Durango|TAM Tamaulipas'],
    ['America/Merida', 'YUC Yucatán|CAM Campeche'],
    ['America/Cancun', 'ROO Quintana Roo'],
    ['America/Chihuahua', 'CHH Chihuahua'],
    ['America/Hermosillo', 'SON Sonora'],
    ['America/Mazatlan', 'SIN Sinaloa|NAY Nayarit|BCS Baja California Sur'],
    ['America/Tijuana', 'BCN Baja California'],
  ],
  ID: [
    [
      'Asia/Jakarta',
      'JK Jakarta|JB Jawa Barat|JB West Java|JT Jawa Tengah|JT Central Java|JI Jawa Timur|JI East Java|BT Banten|YO Yogyakarta|SU Sumatera Utara|LA Lampung',
    ],
    ['Asia/Makassar', 'BA Bali|SN Sulawesi Selatan|SN South Sulawesi|KI Kalimantan Timur|KI East Kalimantan'],
    ['Asia/Jayapura', 'PA Papua|MA Maluku'],
  ],
  ES: [['Atlantic/Canary', 'CN Canarias|CN Canary Islands|GC Las Palmas|TF Santa Cruz de Tenerife']],
  PT: [
    ['Atlantic/Azores', '20 Azores|20 Açores'],
    ['Atlantic/Madeira', '30 Madeira'],
  ],
};

/** Where nearly everybody of a country lives in one zone, though it has islands or a border elsewhere. */
const MAIN: Readonly<Record<string, string>> = {
  CL: 'America/Santiago',
  CN: 'Asia/Shanghai',
  EC: 'America/Guayaquil',
  ES: 'Europe/Madrid',
  GL: 'America/Nuuk',
  MN: 'Asia/Ulaanbaatar',
  NZ: 'Pacific/Auckland',
  PF: 'Pacific/Tahiti',
  PG: 'Pacific/Port_Moresby',
  PT: 'Europe/Lisbon',
  UA: 'Europe/Kyiv',
};

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();

const BY_STATE: ReadonlyMap<string, string> = new Map(
  Object.entries(REGIONS).flatMap(([country, regions]) =>
    regions.flatMap(([zone, states]) =>
      states.split('|').flatMap((state): [string, string][] => {
        const [code = '', ...name] = state.split(' ');
        return [
          [`${country} ${plain(code)}`, zone],
          [`${country} ${plain(name.join(' '))}`, zone],
        ];
      }),
    ),
  ),
);

/** The zone of a state by its name or code (`CA`, `US-CA`, `California`). */
export const zoneOfState = (country: string, state: string): string | undefined => {
  const name = plain(state);
  return BY_STATE.get(`${country} ${name.startsWith(`${country.toLowerCase()} `) ? name.slice(3) : name}`) ?? BY_STATE.get(`${country} ${name}`);
};
export const mainZone = (country: string): string | undefined => MAIN[country];
