import { texts } from '../../texts.ts';

export const SECTIONS = [
  'account',
  'workspace',
  'people',
  'teams',
  'roles',
  'hours',
  'fields',
  'pipelines',
  'tags',
  'forgotten',
  'keys',
  'webhooks',
  'alerts',
] as const;
export type SectionName = (typeof SECTIONS)[number];

const { groups } = texts.settings;
/** In the order in which a new workspace is set up; `permission`: who finds it. */
export const GROUPS: readonly { label: string; sections: readonly { name: SectionName; permission?: string }[] }[] = [
  { label: groups.you, sections: [{ name: 'account' }] },
  {
    label: groups.team,
    sections: [
      { name: 'workspace', permission: 'settings:read' },
      { name: 'people', permission: 'users:read' },
      { name: 'teams', permission: 'teams:read' },
      { name: 'roles', permission: 'settings:read' },
      { name: 'hours', permission: 'hours:read' },
    ],
  },
  {
    label: groups.record,
    sections: [
      { name: 'fields', permission: 'custom-fields:read' },
      { name: 'pipelines', permission: 'deals:read' },
      { name: 'tags', permission: 'tags:read' },
      { name: 'forgotten', permission: 'contacts:manage' },
    ],
  },
  {
    label: groups.house,
    sections: [
      { name: 'keys', permission: 'api-keys:read' },
      { name: 'webhooks', permission: 'webhooks:read' },
      { name: 'alerts', permission: 'settings:read' },
    ],
  },
];

export const sectionOf = (value: string): SectionName => SECTIONS.find((name) => name === value) ?? 'account';
