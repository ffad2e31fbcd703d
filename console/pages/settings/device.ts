import { texts } from '../../texts.ts';

/** `Mozilla/5.0 … Firefox/128.0` → `Firefox on Linux`; what is unknown is said to be. */
export function deviceOf(agent: string | null): string {
  const browser = ['Edg', 'OPR', 'Firefox', 'Chrome', 'Safari'].find((each) => agent?.includes(`${each}/`));
  const system = ['iPhone', 'iPad', 'Android', 'Windows', 'Mac OS', 'Linux'].find((each) => agent?.includes(each));
  return texts.settings.account.device({ Edg: 'Edge', OPR: 'Opera' }[browser ?? ''] ?? browser, system);
}
