export const MASK = '***';

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Names are compared without case and punctuation: `X-Api-Key`, `api_key` and `apiKey` are one. Endings catch `stripeSecret`. */
const ENDINGS = [
  'token',
  'secret',
  'password',
  'passwd',
  'passphrase',
  'apikey',
  'accesskey',
  'secretkey',
  'privatekey',
  'signingkey',
  'credential',
  'credentials',
  'signature',
];
const FIELDS = new Set([
  'pwd',
  'pass',
  'auth',
  'authorization',
  'cookie',
  'cookies',
  'jwt',
  'assertion',
  'clientassertion',
  'codeverifier',
  'otp',
  'pin',
  'cvv',
  'ssn',
  'sessionid',
]);
const PARAMETERS = new Set(['key', 'code', 'sig', 'state', 'access', 'hmac']);
const HEADERS = new Set(['authorization', 'proxyauthorization', 'cookie', 'setcookie', 'xapikey', 'xauthkey', 'wwwauthenticate', 'authentication']);

/** A JSON or form field whose value is a secret. A bare `key` or `code` is none: they are ordinary words in JSON. */
export function isSecretName(name: string): boolean {
  const word = plain(name);
  return FIELDS.has(word) || ENDINGS.some((ending) => word.endsWith(ending)) || word.endsWith('tokens') || word.endsWith('secrets');
}
/** A query or form parameter: here `key`, `code` and `state` are credentials too. */
export const isSecretParameter = (name: string): boolean => PARAMETERS.has(plain(name)) || isSecretName(name);
export function isSecretHeader(name: string): boolean {
  const word = plain(name);
  return HEADERS.has(word) || isSecretName(name) || word.includes('apikey') || word.endsWith('auth');
}
