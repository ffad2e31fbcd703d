import { type Classify, classifyHttp } from '#sdk';

const reasonOf = (body: unknown): string | undefined => {
  const error = (body as { error?: { errors?: { reason?: string }[] } } | undefined)?.error;
  return error?.errors?.[0]?.reason;
};

/** Google says with 403 what others say with 429, and answers calls outside the granted scopes with 403 too. */
export const classifyGoogle: Classify = (response, now) => {
  if (response.status !== 403) return classifyHttp(response, now);
  const reason = reasonOf(response.body);
  if (reason === 'rateLimitExceeded' || reason === 'userRateLimitExceeded') return { kind: 'retry', scope: 'quota', code: `google_${reason}`, afterMs: 5_000 };
  if (reason === 'quotaExceeded')
    return { kind: 'rejected', code: 'google_quotaExceeded', sentence: 'Google does not let this person write more events today.' };
  if (reason === 'forbiddenForNonOrganizer') return { kind: 'rejected', code: 'google_not_organizer', sentence: 'Only its organizer can change this event.' };
  return { kind: 'rejected', code: `google_${reason ?? 'forbidden'}` };
};

/** WebDAV servers move people by redirects that we follow ourselves, and answer a wrong password with 403 as well. */
export const classifyCaldav: Classify = (response, now) => {
  const { status, headers } = response;
  if (status >= 300 && status < 400 && headers.location !== undefined) return { kind: 'ok' };
  if (status === 401) return { kind: 'reauthorize', code: 'caldav_401', sentence: 'The calendar server does not accept this name and password.' };
  if (status === 507) return { kind: 'rejected', code: 'caldav_507', sentence: 'The calendar is full.' };
  return classifyHttp(response, now);
};
