import { NavLink, Select, Stack, Text, Title } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense } from 'react';
import { useMay } from '../../frame/may.tsx';
import { Waiting } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { NotYours } from './pieces.tsx';
import { GROUPS, type SectionName, sectionOf } from './sections.ts';
import classes from './settings.module.css';

const t = texts.settings;
const route = getRouteApi('/signed-in/settings/$section');

const PAGES: Record<SectionName, ComponentType> = {
  account: lazy(() => import('./account.tsx')),
  workspace: lazy(() => import('./workspace.tsx')),
  people: lazy(() => import('./people.tsx')),
  teams: lazy(() => import('./teams.tsx')),
  roles: lazy(() => import('./roles.tsx')),
  hours: lazy(() => import('./hours.tsx')),
  fields: lazy(() => import('./fields.tsx')),
  pipelines: lazy(() => import('./pipelines.tsx')),
  tags: lazy(() => import('./tags.tsx')),
  forgotten: lazy(() => import('./forgotten.tsx')),
  keys: lazy(() => import('./keys.tsx')),
  webhooks: lazy(() => import('./webhooks.tsx')),
  alerts: lazy(() => import('./alerts.tsx')),
};

/** One section at a time; those that a person may not open are not listed. */
export function Settings() {
  const section = sectionOf(route.useParams().section);
  const navigate = useNavigate();
  const may = useMay();
  const groups = GROUPS.map((group) => ({ ...group, sections: group.sections.filter(({ permission }) => !permission || may(permission)) })).filter(
    ({ sections }) => sections.length > 0,
  );
  const isOpen = groups.some(({ sections }) => sections.some(({ name }) => name === section));
  const Page = PAGES[section];
  return (
    <Stack gap="md">
      <Title order={1}>{t.title}</Title>
      <div className={classes.page}>
        <nav aria-label={t.title} className={classes.nav}>
          {groups.map(({ label, sections }) => (
            <div key={label}>
              <Text size="xs" c="dimmed" fw={500} px={10} py={4}>
                {label}
              </Text>
              {sections.map(({ name }) => (
                <NavLink
                  key={name}
                  component={Link}
                  to={`/settings/${name}`}
                  label={t.sections[name]}
                  active={name === section}
                  aria-current={name === section ? 'page' : undefined}
                  className="rail-link"
                  py={6}
                  style={{ borderRadius: 8 }}
                />
              ))}
            </div>
          ))}
        </nav>
        <Select
          className={classes.choose}
          aria-label={t.title}
          allowDeselect={false}
          value={section}
          onChange={(value) => value && void navigate({ to: '/settings/$section', params: { section: value } })}
          data={groups.map(({ label, sections }) => ({ group: label, items: sections.map(({ name }) => ({ value: name, label: t.sections[name] })) }))}
        />
        <div className={classes.section}>
          <Suspense fallback={<Waiting />}>{isOpen || groups.length === 0 ? <Page /> : <NotYours />}</Suspense>
        </div>
      </div>
    </Stack>
  );
}
