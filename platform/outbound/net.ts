import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { uuidv7 } from 'uuidv7';
import { createRedactor } from '#platform/audit/redaction';
import { type Net, type NetTarget, PatchbayError } from '#sdk';
import { normalHost } from './address-guard.ts';
import { breakerName } from './attempt.ts';
import { OtherSideFailed } from './breakers.ts';
import type { CallPorts } from './call.ts';
import { textsOf } from './dns-texts.ts';
import { actorText, MAX_WAIT_MS, type OutboundScope, trustedHosts } from './ports.ts';
import { allowancesOf } from './quota.ts';
import { openTextLine } from './text-line.ts';

const CONNECT_TIMEOUT_MS = 15_000;

/** Checked and pinned sockets for protocols other than HTTP. */
export function createNet(scope: OutboundScope, ports: CallPorts): Net {
  const resolve: Net['resolve'] = async (host) => {
    const [first] = await ports.guard.addressesOf(host);
    if (!first) throw new PatchbayError('host_not_allowed', { facts: { host } });
    return { ...first, servername: normalHost(host) };
  };
  const nameOf = (target: NetTarget) => breakerName(scope, `${target.host}:${target.port}`);

  return {
    resolve,
    async connect(target) {
      const { address, family, servername } = await resolve(target.host);
      return ports.breakers.run(nameOf(target), () => open(target, address, family, servername)).catch(unwrapped);
    },
    texts: (name) => textsOf(name, ports.dnsServers ?? []),
    async credentials({ refused = false } = {}) {
      if (!scope.credentials) throw new PatchbayError('connection_disabled', { detail: 'This needs a connection, and none was named.' });
      return scope.credentials(refused);
    },
    async openLine(address, { timeoutMs = CONNECT_TIMEOUT_MS } = {}) {
      const url = URL.parse(address);
      if (url?.protocol !== 'wss:' && url?.protocol !== 'ws:') throw new PatchbayError('host_not_allowed', { facts: { reason: 'no web socket address' } });
      const isTrusted = trustedHosts(scope).has(url.host);
      if (!isTrusted) {
        // Only what the configuration itself names may be spoken to in clear.
        if (url.protocol === 'ws:') throw new PatchbayError('host_not_allowed', { facts: { reason: 'not encrypted' } });
        ports.guard.checkLiteral(url.hostname);
      }
      const target = {
        host: url.hostname,
        port: Number(url.port) || (url.protocol === 'wss:' ? 443 : 80),
        security: 'none',
        protocol: url.protocol.slice(0, -1),
      } as const;
      return ports.breakers
        .run(nameOf(target), () => recorded(target, 'open line', () => openTextLine(url, ports.agents.of(isTrusted), { timeoutMs, signal: scope.signal })))
        .catch(unwrapped);
    },
    async command(target, summary, run) {
      if (ports.database.current()) throw new PatchbayError('scope_violation', { facts: { reason: 'a provider call inside a transaction', summary } });
      const lane = scope.lane ?? 'interactive';
      const deadline = ports.clock.now().getTime() + MAX_WAIT_MS[lane];
      await ports.quota.take(allowancesOf(scope, scope.providerSpec.quotas, target.protocol), lane, 1, deadline, scope.signal);
      return ports.breakers
        .run(nameOf(target), () => recorded(target, summary, run))
        .catch((error: unknown) => {
          throw error instanceof OtherSideFailed ? error.cause : error;
        });
    },
  };

  async function recorded<T>(target: NetTarget, summary: string, run: () => Promise<T>): Promise<T> {
    const id = uuidv7();
    const redactor = createRedactor();
    const finish = ports.audit.apiCall({
      id,
      workspaceId: scope.workspaceId,
      seriesId: id,
      attempt: 1,
      at: ports.clock.now(),
      ...(scope.connectionId ? { connectionId: scope.connectionId } : {}),
      integration: scope.integration,
      provider: scope.provider,
      operation: redactor.text(summary.split(' ').slice(0, 2).join(' ')),
      method: target.protocol.toUpperCase(),
      url: `${target.protocol}://${target.host}:${target.port} ${redactor.text(summary).slice(0, 500)}`,
      lane: scope.lane ?? 'interactive',
      actor: actorText(scope.actor),
    });
    const started = performance.now();
    try {
      const result = await run();
      finish({ outcome: 'ok', durationMs: performance.now() - started });
      return result;
    } catch (error) {
      const code = error instanceof PatchbayError ? error.code : ((error as { code?: string }).code ?? (error as Error).name);
      finish({ outcome: 'failed', code: redactor.text(String(code)).slice(0, 200), durationMs: performance.now() - started });
      if (isOtherSide(error)) throw new OtherSideFailed('no answer', { cause: error });
      throw error;
    }
  }
}

const unwrapped = (error: unknown): never => {
  throw error instanceof OtherSideFailed ? error.cause : error;
};

/** Only a lost or silent line counts against the breaker; a refused mailbox does not. */
const isOtherSide = (error: unknown): boolean =>
  error instanceof PatchbayError
    ? error.code === 'provider_unavailable' || error.code === 'provider_timeout'
    : /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_)/.test((error as { code?: string }).code ?? '');

function open(target: NetTarget, address: string, family: 4 | 6, servername: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const isLiteral = servername === address;
    const socket =
      target.security === 'tls'
        ? // An address has no name to send; the certificate must then name the address.
          connectTls({ host: address, port: target.port, ...(isLiteral ? {} : { servername }) })
        : connectPlain({ host: address, port: target.port, family });
    const fail = (error: PatchbayError) => {
      clearTimeout(timer);
      socket.destroy();
      reject(new OtherSideFailed('no connection', { cause: error }));
    };
    const timer = setTimeout(
      () => fail(new PatchbayError('provider_timeout', { facts: { host: target.host, port: target.port } })),
      target.timeoutMs ?? CONNECT_TIMEOUT_MS,
    );
    const onError = (cause: Error & { code?: string }) =>
      fail(new PatchbayError('provider_unavailable', { cause, facts: { host: target.host, port: target.port, code: cause.code } }));
    socket.once('error', onError);
    socket.once(target.security === 'tls' ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.off('error', onError);
      resolve(socket);
    });
  });
}
