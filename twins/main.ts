import { fstatSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startTwins } from './server.ts';

/** `node twins/main.ts [--port 8001] [--host 127.0.0.1] [--allow-host name]… [--data folder]`: starts the twins and says where. */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8001' },
    host: { type: 'string', default: '127.0.0.1' },
    'allow-host': { type: 'string', multiple: true, default: [] },
    data: { type: 'string' },
  },
});

const fail = (error: unknown): never => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
};
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) fail(`--port ${values.port} is no port.`);

const twins = await startTwins({ port, host: values.host, allowedHosts: values['allow-host'], dataFolder: values.data }).catch(fail);
process.stdout.write(`${JSON.stringify({ event: 'twins.ready', url: twins.url })}\n`);

let isEnding = false;
const end = async () => {
  if (isEnding) return;
  isEnding = true;
  await twins.stop();
  process.exit(0);
};
process.on('SIGTERM', end);
process.on('SIGINT', end);

/** A parent that dies closes its end. A terminal or /dev/null is no parent: those never close, or at once. */
const hasParentOnStdin = (): boolean => {
  try {
    const stdin = fstatSync(0);
    return stdin.isFIFO() || stdin.isSocket();
  } catch {
    return false;
  }
};
process.on('disconnect', end);
if (hasParentOnStdin()) process.stdin.on('end', end).on('close', end).on('error', end).resume();
