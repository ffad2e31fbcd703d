import type { Connection } from '#sdk';

/** Where the telephone of Twilio speaks, sounds and reports from: twilio.com/docs/voice/sdks/javascript, "Content Security Policy", read 2026-09. */
const TWILIO = ['wss://voice-js.roaming.twilio.com', 'https://eventgw.twilio.com', 'https://sdk.twilio.com'];

/** What the console's page may open besides the hub, for telephones in browsers. */
export function browserHosts({ provider, data }: Pick<Connection, 'provider' | 'data'>): readonly string[] {
  if (provider === 'twilio') return TWILIO;
  const given = typeof data.webSocketUrl === 'string' ? URL.parse(data.webSocketUrl) : null;
  return given ? [`${given.protocol}//${given.host}`] : [];
}
