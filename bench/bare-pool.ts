import { generateKeyPairSync } from 'node:crypto';
import { createTransport } from 'nodemailer';

/** What a pool sends when it has nothing else to do: ready-made mails, signed. `node bench/bare-pool.ts <port> <mails>` says how many a second. */
const [port, mails] = process.argv.slice(2).map(Number);
const html = `<h2>Spring</h2><p>Hi Jane, look at <a href="https://acme.example/pricing?a=1">our prices</a>, at <a href="https://acme.example/team">us</a>, and at what is new.</p>${'<p>A paragraph as long as they are in such mails, so that it weighs what they weigh.</p>'.repeat(20)}`;
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const pool = createTransport({
  host: '127.0.0.1',
  port: port ?? 0,
  secure: false,
  ignoreTLS: true,
  pool: true,
  maxConnections: 5,
  maxMessages: Number.POSITIVE_INFINITY,
  dkim: { domainName: 'acme.example', keySelector: 'pb', privateKey },
});
const begun = performance.now();
let left = mails ?? 0;
const line = async () => {
  for (let n = left--; n > 0; n = left--)
    await pool.sendMail({ from: 'ada@acme.example', to: `p${n}@customer${n % 500}.example`, subject: 'Spring', html, text: 'Hi Jane' });
};
await Promise.all(Array.from({ length: 20 }, line));
const seconds = (performance.now() - begun) / 1000;
pool.close();
process.stdout.write(`${(mails ?? 0) / seconds}\n`);
