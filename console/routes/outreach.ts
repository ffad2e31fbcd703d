import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { signedIn } from './roots.tsx';

const outreach = createRoute({
  getParentRoute: () => signedIn,
  path: '/outreach',
  beforeLoad: () => {
    throw redirect({ to: '/outreach/campaigns' });
  },
});

const campaigns = createRoute({
  getParentRoute: () => signedIn,
  path: '/outreach/campaigns',
  component: lazyRouteComponent(() => import('../pages/outreach/campaigns.tsx'), 'Campaigns'),
});

const campaign = createRoute({
  getParentRoute: () => signedIn,
  path: '/outreach/campaigns/$id',
  component: lazyRouteComponent(() => import('../pages/outreach/campaign.tsx'), 'CampaignPage'),
});

const templates = createRoute({
  getParentRoute: () => signedIn,
  path: '/outreach/templates',
  component: lazyRouteComponent(() => import('../pages/outreach/templates.tsx'), 'Templates'),
});

const template = createRoute({
  getParentRoute: () => signedIn,
  path: '/outreach/templates/$id',
  component: lazyRouteComponent(() => import('../pages/outreach/template.tsx'), 'TemplatePage'),
});

const topics = createRoute({
  getParentRoute: () => signedIn,
  path: '/outreach/topics',
  validateSearch: (search: Record<string, unknown>): { show?: 'archived' } => (search.show === 'archived' ? { show: 'archived' } : {}),
  component: lazyRouteComponent(() => import('../pages/outreach/topics.tsx'), 'Topics'),
});

const topic = createRoute({
  getParentRoute: () => signedIn,
  path: '/outreach/topics/$id',
  component: lazyRouteComponent(() => import('../pages/outreach/topic.tsx'), 'TopicPage'),
});

const sending = createRoute({
  getParentRoute: () => signedIn,
  path: '/outreach/sending',
  component: lazyRouteComponent(() => import('../pages/outreach/sending.tsx'), 'Sending'),
});

const DELIVERABILITY = ['overview', 'suppressions', 'bounces', 'domains'] as const;
const deliverability = createRoute({
  getParentRoute: () => signedIn,
  path: '/deliverability',
  validateSearch: (search: Record<string, unknown>): { tab: (typeof DELIVERABILITY)[number] } => ({
    tab: DELIVERABILITY.find((tab) => tab === search.tab) ?? 'overview',
  }),
  component: lazyRouteComponent(() => import('../pages/deliverability/deliverability.tsx'), 'Deliverability'),
});

const LEAD_TABS = ['leads', 'forms', 'files'] as const;
const leads = createRoute({
  getParentRoute: () => signedIn,
  path: '/leads',
  validateSearch: (search: Record<string, unknown>): { tab: (typeof LEAD_TABS)[number] } => ({ tab: LEAD_TABS.find((tab) => tab === search.tab) ?? 'leads' }),
  component: lazyRouteComponent(() => import('../pages/leads/leads.tsx'), 'Leads'),
});

const NETWORK_TABS = ['copies', 'people', 'matches', 'changes', 'invitations', 'threads'] as const;
const network = createRoute({
  getParentRoute: () => signedIn,
  path: '/network',
  validateSearch: (search: Record<string, unknown>): { tab: (typeof NETWORK_TABS)[number] } => ({
    tab: NETWORK_TABS.find((tab) => tab === search.tab) ?? 'copies',
  }),
  component: lazyRouteComponent(() => import('../pages/network/network.tsx'), 'Network'),
});

const companyPages = createRoute({
  getParentRoute: () => signedIn,
  path: '/pages',
  validateSearch: (search: Record<string, unknown>): { page?: string } => (typeof search.page === 'string' ? { page: search.page } : {}),
  component: lazyRouteComponent(() => import('../pages/company-pages/company-pages.tsx'), 'CompanyPages'),
});

const linkedin = createRoute({
  getParentRoute: () => signedIn,
  path: '/linkedin',
  component: lazyRouteComponent(() => import('../pages/linkedin/linkedin.tsx'), 'LinkedIn'),
});

/** What goes out to many, and whom it may find. */
export const outreachRoutes = [
  outreach,
  campaigns,
  campaign,
  templates,
  template,
  topics,
  topic,
  sending,
  deliverability,
  leads,
  network,
  companyPages,
  linkedin,
] as const;
