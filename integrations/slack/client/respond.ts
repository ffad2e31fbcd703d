import { type HttpClient, PatchbayError } from '#sdk';
import type { OutgoingMessage } from './chat.ts';

const HOSTS = /(^|\.)slack(-gov)?\.com$/;

/** The address must be Slack’s own, or that which stands in for it: a signed payload names it, yet nothing else may be called by it. */
export const isResponseUrl = (address: string, apiBase: string): boolean => {
  const url = URL.parse(address);
  return url !== null && ((url.protocol === 'https:' && HOSTS.test(url.hostname)) || url.host === URL.parse(apiBase)?.host);
};

/** Answers a command or click: five times within half an hour, seen by that person alone unless said otherwise. */
export async function respond(
  http: HttpClient,
  url: string,
  { text, blocks }: OutgoingMessage,
  how: { replace?: boolean; inChannel?: boolean; delete?: boolean } = {},
): Promise<boolean> {
  try {
    await http.request({
      method: 'POST',
      url,
      json: how.delete
        ? { delete_original: true }
        : { text, ...(blocks ? { blocks } : {}), response_type: how.inChannel ? 'in_channel' : 'ephemeral', replace_original: how.replace ?? false },
      anonymous: true,
      operation: 'slack.respond',
      lane: 'interactive',
      quotaClass: 'response_url',
    });
    return true;
  } catch (error) {
    // Used up or too late: whoever asked looks for another way.
    if (error instanceof PatchbayError && error.code === 'provider_rejected') return false;
    throw error;
  }
}
