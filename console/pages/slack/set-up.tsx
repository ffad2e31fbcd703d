import { Stack } from '@mantine/core';
import { Allowed } from '../../frame/may.tsx';
import { texts } from '../../texts.ts';
import { Section } from '../settings/pieces.tsx';
import { AppForm } from './app-form.tsx';
import { HealthList } from './health.tsx';

const t = texts.slack;

export function SetUp() {
  return (
    <Stack gap="xl">
      <Section title={t.healthTitle} lead={t.healthLead}>
        <HealthList />
      </Section>
      <Allowed to="slack:manage">
        <Section title={t.app} lead={t.appLead}>
          <AppForm />
        </Section>
      </Allowed>
    </Stack>
  );
}
