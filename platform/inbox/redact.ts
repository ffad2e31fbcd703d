import type { RawRequest, Scheme } from '#sdk';

const SECRET_NAME = /authorization|cookie|token|secret|signature|key|password|hmac|sig$/i;

/** A request for the eyes of an administrator: headers and query parameters that authenticate are masked. */
export function redactRequest(
  { method, url, headers, rawBody }: RawRequest,
  scheme: Scheme | undefined,
): { method: string; url: string; headers: Record<string, string>; body: string } {
  const schemeHeaders = new Set<string>();
  const schemeParams = new Set<string>();
  if (scheme) {
    if ('signatureHeader' in scheme) schemeHeaders.add(scheme.signatureHeader);
    if ('header' in scheme && scheme.header) schemeHeaders.add(scheme.header);
    if ('query' in scheme && scheme.query) schemeParams.add(scheme.query);
  }
  const shown = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    schemeHeaders.has(name) || SECRET_NAME.test(name) ? '***' : (value ?? ''),
  ]);
  const maskedUrl = url.replace(/([?&])([^=&#]+)=([^&#]*)/g, (whole, mark: string, name: string) =>
    schemeParams.has(name) || SECRET_NAME.test(name) ? `${mark}${name}=***` : whole,
  );
  return { method, url: maskedUrl, headers: Object.fromEntries(shown), body: rawBody.toString('utf8') };
}
