import type { Connection, Env, FeatureStatus } from '#sdk';
import { BRIDGE_WARNING } from './client/bridge.ts';
import { CONNECTIONS_SCOPE, MESSAGES_SCOPE } from './client/partner.ts';

export type Path = 'official' | 'community' | 'leadsync' | 'portability' | 'archive' | 'partner' | 'bridge';
export interface Capability {
  feature: string;
  title: string;
  path: Path;
  pathTitle: string;
  status: FeatureStatus;
  reason: string;
  nextStep: string | null;
}

export const PATH_TITLES: Readonly<Record<Path, string>> = {
  official: 'Sign-in and Share',
  community: 'Community Management',
  leadsync: 'Lead Sync',
  portability: 'Own data (EEA and Switzerland)',
  archive: 'Your data archive',
  partner: 'Partner programmes',
  bridge: 'Hosted-account service',
};

interface Seen {
  isConfigured: boolean;
  official: Connection | undefined;
  portability: Connection | undefined;
  bridge: Connection | undefined;
  isBridgeOn: boolean;
  granted: ReadonlySet<string>;
  imports: number;
}
type Judged = Pick<Capability, 'status' | 'reason' | 'nextStep'>;
interface Row {
  feature: string;
  title: string;
  path: Path;
  judge: (seen: Seen) => Judged;
}

const available = (reason: string): Judged => ({ status: 'available', reason, nextStep: null });
const needsSetup = (reason: string, nextStep: string | null): Judged => ({ status: 'needs_setup', reason, nextStep });
const needsApproval = (reason: string, nextStep: string | null): Judged => ({ status: 'needs_approval', reason, nextStep });

/** Through the connected sign-in: what is configured, connected and granted. */
const granted =
  (scopes: readonly string[], works: string, otherwise: (missing: readonly string[]) => Judged) =>
  ({ isConfigured, official, granted: own }: Seen): Judged => {
    const missing = scopes.filter((scope) => !own.has(scope));
    if (official?.status === 'active' && missing.length === 0) return available(works);
    if (official?.status === 'reauthorize') return needsSetup('LinkedIn access has ended.', 'Reconnect with one click.');
    // Why nobody is signed in is said once, at the sign-in itself.
    if ((!isConfigured || !official) && otherwise(missing).status !== 'needs_approval') return needsSetup('Comes with the sign-in.', null);
    return otherwise(missing);
  };
const reconnect = (missing: readonly string[]) => needsSetup(`Connected without the permission ${missing.join(', ')}.`, 'Reconnect and accept what is asked.');
/** Why nobody is signed in yet; undefined: somebody is, or was. */
const signIn = ({ isConfigured, official }: Seen): Judged | undefined => {
  if (official) return undefined;
  return isConfigured
    ? needsSetup('Nobody is signed in with LinkedIn here yet.', 'Connect LinkedIn.')
    : needsSetup('LINKEDIN_CLIENT_ID and LINKEDIN_CLIENT_SECRET are not set on this hub.', 'An administrator makes an application at LinkedIn and sets both.');
};
const approval = (what: string, wait: string) => () =>
  needsApproval(
    `LinkedIn gives ${what} to applications it has approved.`,
    `Apply under Products in the developer portal (${wait}), name it in LINKEDIN_PRODUCTS, then reconnect.`,
  );

const archive =
  (what: string) =>
  ({ imports }: Seen): Judged => ({
    status: 'import_only',
    reason:
      imports > 0
        ? `${what} come from the copies of your data that you bring in.`
        : `${what} come from a copy of your own data. It works for everyone and takes LinkedIn minutes to make.`,
    nextStep: 'On LinkedIn: Settings → Data privacy → Get a copy of your data. Then drop the file on Network.',
  });
const portability =
  (what: string) =>
  ({ portability: connection }: Seen): Judged =>
    connection?.status === 'active'
      ? available(`${what} are read from your own data, with changes within the hour.`)
      : needsSetup(
          connection ? 'The permission to read your own data has ended.' : 'LinkedIn opens this to its members in the EEA and in Switzerland alone.',
          'Make a token with r_dma_portability_self_serve in the portal’s token tool and connect “Own data” with it.',
        );
/** Dark unless the permission is there: LinkedIn gives it to its existing partners alone. */
const partner =
  (what: string, scope: string | null, works: string) =>
  ({ official, granted: own }: Seen): Judged =>
    scope !== null && official?.status === 'active' && own.has(scope)
      ? available(works)
      : needsApproval(
          `${what} is open to LinkedIn’s existing partners, and LinkedIn takes no new ones.`,
          scope === null ? null : 'A partner names the product in LINKEDIN_PRODUCTS and reconnects. Nobody else should: LinkedIn then refuses every sign-in.',
        );
/** Off unless an administrator switched it on; the warning stands there in every state. */
const bridge = ({ bridge: connection, isBridgeOn }: Seen): Judged =>
  connection?.status === 'active'
    ? available(`Read once a day through a hosted-account service, on your own risk. ${BRIDGE_WARNING}`)
    : isBridgeOn
      ? needsSetup(
          `Switched on by an administrator, and not connected. ${BRIDGE_WARNING}`,
          'We do not recommend it: the archive gives the same people and messages. Whoever connects it accepts this in words.',
        )
      : needsSetup(
          `Off. ${BRIDGE_WARNING}`,
          'We do not recommend it: the archive gives the same people and messages. An administrator can switch it on with LINKEDIN_BRIDGE and LINKEDIN_BRIDGE_URL.',
        );

const OAUTH = 'linkedin.oauth-authentication';
const PROFILE = 'linkedin.profile-data-sync';
const NETWORK = 'linkedin.connection-management';
const INMAIL = 'linkedin.inmail-integration';
const PAGES = 'linkedin.company-page-data';
const LEADS = 'linkedin.lead-generation';

const ROWS: readonly Row[] = [
  {
    feature: OAUTH,
    title: 'Sign-in',
    path: 'official',
    judge: (seen) => signIn(seen) ?? granted(['openid', 'profile'], 'You are signed in with LinkedIn.', reconnect)(seen),
  },
  {
    feature: OAUTH,
    title: 'Posting as yourself',
    path: 'official',
    judge: granted(['w_member_social'], 'Posts are published as you.', () =>
      needsSetup(
        'The product “Share on LinkedIn” was not asked for.',
        'Add it under Products (it is instant), name “share” in LINKEDIN_PRODUCTS, then reconnect.',
      ),
    ),
  },
  { feature: PROFILE, title: 'Name, e-mail, photo', path: 'official', judge: granted(['openid', 'profile'], 'Read at sign-in and once a day.', reconnect) },
  {
    feature: PROFILE,
    title: 'Profile address',
    path: 'official',
    judge: granted(['r_profile_basicinfo'], 'Your confirmed profile address is read.', approval('“Verified on LinkedIn”', 'about a week')),
  },
  { feature: PROFILE, title: 'Headline and positions', path: 'archive', judge: archive('Headline and positions') },
  { feature: PROFILE, title: 'Headline and positions', path: 'portability', judge: portability('Headline and positions') },
  { feature: NETWORK, title: 'Connections and invitations', path: 'archive', judge: archive('Connections and invitations') },
  { feature: NETWORK, title: 'Connections', path: 'portability', judge: portability('Connections') },
  {
    feature: NETWORK,
    title: 'Connections',
    path: 'partner',
    judge: partner('The connections interface', CONNECTIONS_SCOPE, 'Your first-degree connections are read once a day.'),
  },
  { feature: NETWORK, title: 'Sales Navigator', path: 'partner', judge: partner('Sales Navigator’s interface', null, '') },
  { feature: NETWORK, title: 'Connections', path: 'bridge', judge: bridge },
  { feature: INMAIL, title: 'Messages and InMail, read', path: 'archive', judge: archive('Messages') },
  { feature: INMAIL, title: 'Messages and InMail, read', path: 'portability', judge: portability('Messages') },
  {
    feature: INMAIL,
    title: 'Replying',
    path: 'archive',
    judge: () => ({
      status: 'import_only',
      reason: 'You write here and send on LinkedIn: nothing is sent for you. The next copy of your data confirms it.',
      nextStep: 'Open a thread under Network and write.',
    }),
  },
  {
    feature: INMAIL,
    title: 'Sending',
    path: 'partner',
    judge: partner(
      'The messages interface',
      MESSAGES_SCOPE,
      'You send a draft from here by your own click, to one person at a time. Nothing is timed, nothing is automatic.',
    ),
  },
  { feature: INMAIL, title: 'Messages', path: 'bridge', judge: bridge },
  {
    feature: PAGES,
    title: 'Numbers and posts of your pages',
    path: 'community',
    judge: granted(
      ['r_organization_social', 'rw_organization_admin'],
      'Pages on which you have a role are read once a day.',
      approval('company page data', 'weeks to months'),
    ),
  },
  {
    feature: LEADS,
    title: 'Lead forms, as they come',
    path: 'leadsync',
    judge: granted(
      ['r_marketing_leadgen_automation'],
      'Leads come by signed webhook, and are looked for every hour.',
      approval('lead forms', 'weeks to months'),
    ),
  },
  {
    feature: LEADS,
    title: 'Lead forms, from a file',
    path: 'archive',
    judge: () => ({
      status: 'import_only',
      reason: 'Works without any approval: the list that Campaign Manager lets you download.',
      nextStep: 'Campaign Manager → Leads → Download, then drop the file here under Leads → From a file and say which column is what.',
    }),
  },
];

/** Every way to every feature: what works, and where it does not, why and what to do. Pure. */
export function capabilities(connections: readonly Connection[], env: Env, imports: number): Capability[] {
  const of = (provider: string) => {
    const own = connections.filter((each) => each.provider === provider && each.status !== 'disabled');
    return own.find(({ status }) => status === 'active') ?? own[0];
  };
  const official = of('linkedin');
  const active = connections.filter(({ provider, status }) => provider === 'linkedin' && status === 'active');
  const seen: Seen = {
    isConfigured: Boolean(env.LINKEDIN_CLIENT_ID && env.LINKEDIN_CLIENT_SECRET),
    official,
    portability: of('portability'),
    bridge: of('bridge'),
    isBridgeOn: env.LINKEDIN_BRIDGE === 'on' && Boolean(env.LINKEDIN_BRIDGE_URL),
    granted: new Set(active.flatMap(({ grantedScopes }) => grantedScopes)),
    imports,
  };
  return ROWS.map(({ judge, ...row }) => ({ ...row, pathTitle: PATH_TITLES[row.path], ...judge(seen) }));
}
