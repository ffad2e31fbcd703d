import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { type Env, type Integration, PatchbayError, Secret } from '#sdk';

/** The only reader of the environment. Everything else is given its values. */

const flag = z.stringbool();
const url = z.url({ protocol: /^https?$/ });

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8000),
  HOST: z.string().default('127.0.0.1'),
  PATCHBAY_URL: url.optional(),
  PATCHBAY_DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
    .optional(),
  DATABASE_DIRECT_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
    .optional(),
  PATCHBAY_SECRET_KEY: z.string().optional(),
  PATCHBAY_ADMIN_EMAIL: z.email().optional(),
  PATCHBAY_ADMIN_PASSWORD: z.string().min(10, 'needs at least 10 characters').optional(),
  PATCHBAY_API_KEY: z
    .string()
    .regex(/^pb_[A-Za-z0-9_-]{20,}$/, 'must look like pb_ and at least 20 letters and digits')
    .optional(),
  PATCHBAY_ALLOW_PRIVATE_HOSTS: z.string().default(''),
  PATCHBAY_DNS_SERVERS: z
    .string()
    .default('')
    .refine(
      (list) => list.split(',').every((entry) => entry.trim() === '' || isIP(entry.trim().replace(/^\[|\]?:\d+$|\]$/g, '')) !== 0),
      'must be addresses, such as 1.1.1.1 or 127.0.0.1:5353',
    ),
  PATCHBAY_CLOCK_URL: url.optional(),
  METRICS_TOKEN: z.string().optional(),
  OIDC_ISSUER: url.optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_AUTHORIZE_URL: url.optional(),
  OIDC_TOKEN_URL: url.optional(),
  S3_ENDPOINT: url.optional(),
  S3_BUCKET: z.string().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_REGION: z.string().default('us-east-1'),
  EMAIL_HOST: z.string().optional(),
  EMAIL_PORT: z.coerce.number().int().default(587),
  EMAIL_USE_TLS: flag.default(true),
  EMAIL_HOST_USER: z.string().optional(),
  EMAIL_HOST_PASSWORD: z.string().optional(),
  EMAIL_FROM: z.string().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: url.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

const SECRET_NAME = /(SECRET|PASSWORD|TOKEN|API_KEY|PRIVATE_KEY|SIGNING_KEY|SECRET_KEY|ACCESS_KEY)$/;

export type RawEnvironment = Readonly<Record<string, string | undefined>>;

export interface Config {
  port: number;
  host: string;
  /** Public origin, without a slash at its end. */
  publicUrl: string;
  /** Absolute. */
  dataDir: string;
  databaseUrl: Secret | undefined;
  databaseDirectUrl: Secret | undefined;
  secretKey: Secret | undefined;
  /** Where a generated key is kept: beside the data folder, never inside it, so that a backup does not copy it. */
  keyFile: string;
  admin: { email?: string; password?: Secret; apiKey?: Secret };
  allowPrivateHosts: readonly string[];
  /** Asked for the records of sending domains; none: the machine's own. */
  dnsServers: readonly string[];
  clockUrl: string | undefined;
  metricsToken: Secret | undefined;
  oidc: { issuer: string; clientId: string; clientSecret: Secret; authorizationUrl?: string; tokenUrl?: string } | undefined;
  s3: { endpoint: string; bucket: string; accessKeyId: string; secretAccessKey: Secret; region: string } | undefined;
  mail: { host: string; port: number; useTls: boolean; user: string | undefined; password: Secret | undefined; from: string } | undefined;
  otelEndpoint: string | undefined;
  logLevel: z.output<typeof schema>['LOG_LEVEL'];
  /** The parsed environment of every integration, secrets as `Secret`. */
  integrations: Readonly<Record<string, Env>>;
  /** Sentences for the log: unknown variables and the like. */
  warnings: readonly string[];
}

/** Adds what `.env` says (the environment wins) and replaces `NAME_FILE` by the content of that file. */
export function readEnvironment(environment: RawEnvironment, directory: string): RawEnvironment {
  let fromFile: RawEnvironment = {};
  try {
    fromFile = parseEnv(readFileSync(join(directory, '.env'), 'utf8')) as RawEnvironment;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const merged: Record<string, string | undefined> = { ...fromFile, ...environment };
  for (const [name, path] of Object.entries(merged)) {
    if (!name.endsWith('_FILE') || !path || !SECRET_NAME.test(name.slice(0, -5))) continue;
    try {
      merged[name.slice(0, -5)] ??= readFileSync(path, 'utf8').trim();
    } catch (error) {
      throw new PatchbayError('configuration', {
        detail: `${name} names a file that cannot be read: ${path}.`,
        remedy: 'Check the path and its permissions.',
        cause: error,
      });
    }
  }
  // An empty variable is one that is not set.
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
}

/**
 * Parses everything at once, so that a person sees all mistakes in one go.
 * @throws PatchbayError configuration, with one line per variable
 */
export function parseConfig(environment: RawEnvironment, integrations: readonly Integration[]): Config {
  const problems: string[] = [];
  const parsed = schema.safeParse(environment);
  if (!parsed.success) problems.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));

  const known = new Set(Object.keys(schema.shape));
  const integrationEnv: Record<string, Env> = {};
  for (const { name, env } of integrations) {
    const result = env.safeParse(environment);
    if (!result.success) problems.push(...result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
    else
      integrationEnv[name] = Object.fromEntries(
        Object.entries(result.data).map(([key, value]) => [key, SECRET_NAME.test(key) && typeof value === 'string' ? new Secret(value) : value]),
      ) as Env;
  }
  const warnings = Object.keys(environment)
    .filter((name) => name.startsWith('PATCHBAY_') && name !== 'PATCHBAY_REEXECUTED' && !known.has(name) && !known.has(name.replace(/_FILE$/, '')))
    .map((name) => `${name} is not a setting of Patchbay; it has no effect.`);

  if (!parsed.success) throw invalid(problems);
  const env = parsed.data;
  const secretOf = (value: string | undefined) => (value ? new Secret(value) : undefined);
  const publicUrl = (env.PATCHBAY_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, '');
  if (env.DATABASE_URL && !env.PATCHBAY_SECRET_KEY) problems.push('PATCHBAY_SECRET_KEY: required with DATABASE_URL. Make one with: openssl rand -base64 32');
  if (env.PATCHBAY_CLOCK_URL && !isLoopback(env.PATCHBAY_CLOCK_URL)) problems.push('PATCHBAY_CLOCK_URL: must be an address on this machine.');
  if (env.OIDC_ISSUER && !(env.OIDC_CLIENT_ID && env.OIDC_CLIENT_SECRET)) problems.push('OIDC_CLIENT_ID, OIDC_CLIENT_SECRET: required with OIDC_ISSUER.');
  if (env.S3_ENDPOINT && !(env.S3_BUCKET && env.S3_ACCESS_KEY_ID && env.S3_SECRET_ACCESS_KEY))
    problems.push('S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY: required with S3_ENDPOINT.');
  if (problems.length > 0) throw invalid(problems);

  const dataDir = resolve(env.PATCHBAY_DATA_DIR);
  return {
    port: env.PORT,
    host: env.HOST,
    publicUrl,
    dataDir,
    databaseUrl: secretOf(env.DATABASE_URL),
    databaseDirectUrl: secretOf(env.DATABASE_DIRECT_URL),
    secretKey: secretOf(env.PATCHBAY_SECRET_KEY),
    keyFile: `${dataDir}.key`,
    admin: {
      ...(env.PATCHBAY_ADMIN_EMAIL ? { email: env.PATCHBAY_ADMIN_EMAIL } : {}),
      ...(env.PATCHBAY_ADMIN_PASSWORD ? { password: new Secret(env.PATCHBAY_ADMIN_PASSWORD) } : {}),
      ...(env.PATCHBAY_API_KEY ? { apiKey: new Secret(env.PATCHBAY_API_KEY) } : {}),
    },
    allowPrivateHosts: env.PATCHBAY_ALLOW_PRIVATE_HOSTS.split(',')
      .map((entry) => entry.trim())
      .filter(Boolean),
    dnsServers: env.PATCHBAY_DNS_SERVERS.split(',')
      .map((entry) => entry.trim())
      .filter(Boolean),
    clockUrl: env.PATCHBAY_CLOCK_URL,
    metricsToken: secretOf(env.METRICS_TOKEN),
    oidc:
      env.OIDC_ISSUER && env.OIDC_CLIENT_ID && env.OIDC_CLIENT_SECRET
        ? {
            issuer: env.OIDC_ISSUER,
            clientId: env.OIDC_CLIENT_ID,
            clientSecret: new Secret(env.OIDC_CLIENT_SECRET),
            ...(env.OIDC_AUTHORIZE_URL ? { authorizationUrl: env.OIDC_AUTHORIZE_URL } : {}),
            ...(env.OIDC_TOKEN_URL ? { tokenUrl: env.OIDC_TOKEN_URL } : {}),
          }
        : undefined,
    s3:
      env.S3_ENDPOINT && env.S3_BUCKET && env.S3_ACCESS_KEY_ID && env.S3_SECRET_ACCESS_KEY
        ? {
            endpoint: env.S3_ENDPOINT,
            bucket: env.S3_BUCKET,
            accessKeyId: env.S3_ACCESS_KEY_ID,
            secretAccessKey: new Secret(env.S3_SECRET_ACCESS_KEY),
            region: env.S3_REGION,
          }
        : undefined,
    mail: env.EMAIL_HOST
      ? {
          host: env.EMAIL_HOST,
          port: env.EMAIL_PORT,
          useTls: env.EMAIL_USE_TLS,
          user: env.EMAIL_HOST_USER,
          password: secretOf(env.EMAIL_HOST_PASSWORD),
          from: env.EMAIL_FROM ?? env.EMAIL_HOST_USER ?? `patchbay@${new URL(publicUrl).hostname}`,
        }
      : undefined,
    otelEndpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT,
    logLevel: env.LOG_LEVEL,
    integrations: integrationEnv,
    warnings,
  };
}

const invalid = (problems: readonly string[]) =>
  new PatchbayError('configuration', {
    detail: `The settings need a correction:\n  ${problems.join('\n  ')}`,
    remedy: 'Correct them in the environment or in .env and start again.',
  });

/** True for localhost, 127.0.0.0/8 and ::1. */
export function isLoopback(address: string): boolean {
  const host = new URL(address).hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
