import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const sha = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest();

/** As much of CBOR as a key and an attestation need: small numbers, bytes, texts and maps. */
function cbor(value: unknown): Buffer {
  const head = (major: number, n: number) =>
    n < 24 ? Buffer.from([(major << 5) | n]) : n < 256 ? Buffer.from([(major << 5) | 24, n]) : Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  const entries = [...(value as Map<unknown, unknown>)];
  return Buffer.concat([head(5, entries.length), ...entries.flatMap(([key, each]) => [cbor(key), cbor(each)])]);
}

/** A device that keeps a passkey, written from W3C's WebAuthn, level 3: flags, data, signatures. `isVerified`: the finger was right. */
export function authenticator({ origin, isVerified = true }: { origin: string; isVerified?: boolean }) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const credentialId = randomBytes(32);
  let counter = 0;
  const clientData = (type: string, challenge: string) => Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const dataOf = (rpId: string, extra: Uint8Array = Buffer.alloc(0)) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(++counter);
    const flags = 0x01 | (isVerified ? 0x04 : 0) | (extra.length > 0 ? 0x40 : 0);
    return Buffer.concat([sha(rpId), Buffer.from([flags]), count, extra]);
  };
  const shape = { id: url(credentialId), rawId: url(credentialId), type: 'public-key', clientExtensionResults: {} };
  return {
    /** So that the next use looks like a copy of the key: behind what was seen. */
    goBack: (by: number) => {
      counter -= by;
    },
    create({ challenge, rp }: { challenge: string; rp: { id: string } }) {
      const key = cbor(
        new Map<number, unknown>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, Buffer.from(x, 'base64url')],
          [-3, Buffer.from(y, 'base64url')],
        ]),
      );
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, credentialId.length]), credentialId, key]);
      const attestation = cbor(
        new Map<string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', dataOf(rp.id, attested)],
        ]),
      );
      return {
        ...shape,
        response: { clientDataJSON: url(clientData('webauthn.create', challenge)), attestationObject: url(attestation), transports: ['internal'] },
      };
    },
    get({ challenge, rpId }: { challenge: string; rpId: string }) {
      const [client, data] = [clientData('webauthn.get', challenge), dataOf(rpId)];
      const signature = sign('sha256', Buffer.concat([data, sha(client)]), privateKey);
      return { ...shape, response: { clientDataJSON: url(client), authenticatorData: url(data), signature: url(signature) } };
    },
  };
}
