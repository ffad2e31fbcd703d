import { ActionIcon, Anchor, Button, Group, Menu, TagsInput, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { ask, hub, Refused } from '../../api.ts';
import type { RecordProps } from '../../frame/beside-panel.tsx';
import { Face } from '../../frame/face.tsx';
import { Allowed } from '../../frame/may.tsx';
import { moneyText } from '../../frame/money.tsx';
import { Loaded } from '../../frame/states.tsx';
import { BesideButton } from '../../patterns/record/beside-button.tsx';
import { InlineField } from '../../patterns/record/inline-field.tsx';
import { NoteComposer } from '../../patterns/record/note-composer.tsx';
import record from '../../patterns/record/record.module.css';
import { RecordPage, Side } from '../../patterns/record/record-page.tsx';
import { RelatedDeals, RelatedTodos } from '../../patterns/record/related.tsx';
import { offerUndo, sayFailed } from '../../patterns/record/undo.tsx';
import { useProvenance } from '../../patterns/record/use-provenance.ts';
import { Timeline } from '../../patterns/timeline/timeline.tsx';
import { texts } from '../../texts.ts';
import { CustomFields } from '../contacts/custom-fields.tsx';
import { NewContact } from '../contacts/new-contact.tsx';
import { activitiesOf, nameOfContact, tagsQuery } from '../contacts/queries.ts';
import { peopleQuery } from '../deals/queries.ts';
import { OrganizationStage } from './organizations.tsx';
import { type Organization, type OrganizationChange, organizationQuery, peopleOf } from './queries.ts';

const t = texts.organizations;
const route = getRouteApi('/signed-in/organizations/$id');
const EMPLOYEES = ['1-10', '11-50', '51-200', '201-500', '501-1000', '1001-5000', '5001+'] as const;
const optionsOf = (labels: Readonly<Record<string, string>>) => Object.entries(labels).map(([value, label]) => ({ value, label }));

export function OrganizationPage() {
  const { id } = route.useParams();
  const { kind } = route.useSearch();
  const navigate = useNavigate();
  return (
    <OrganizationRecord
      id={id}
      kind={kind}
      onKind={(next) => void navigate({ to: '/organizations/$id', params: { id }, search: next ? { kind: next } : {}, replace: true })}
    />
  );
}

/** The same on its page and beside another. */
export function OrganizationRecord({ id, ...shown }: RecordProps) {
  const query = useQuery(organizationQuery(id));
  return <Loaded query={query}>{(organization) => <Page key={organization.id} organization={organization} {...shown} />}</Loaded>;
}

function Page({ organization, kind, onKind }: Omit<RecordProps, 'id'> & { organization: Organization }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { id, version, name } = organization;
  const refresh = () => queries.invalidateQueries({ queryKey: ['organizations'] });
  const timeline = useInfiniteQuery(activitiesOf({ organizationId: id }, kind));
  const save = async (change: OrganizationChange) => {
    try {
      const after = await ask(hub.PATCH('/api/v1/organizations/{id}', { params: { path: { id } }, body: { ...change, version } }));
      queries.setQueryData(organizationQuery(id).queryKey, after);
      await refresh();
    } catch (error) {
      if (error instanceof Refused && error.problem.code === 'conflict') {
        await refresh();
        throw new Error(texts.contacts.changedByOther);
      }
      throw error;
    }
  };
  const remove = useMutation({
    mutationFn: () => ask(hub.DELETE('/api/v1/organizations/{id}', { params: { path: { id }, query: { version } } })),
    onSuccess: async () => {
      await navigate({ to: '/organizations', search: { sort: '-createdAt', q: '' } });
      await refresh();
      offerUndo(texts.records.record.removed(name), async () => {
        await ask(hub.POST('/api/v1/organizations/{id}/restore', { params: { path: { id } } }));
        await refresh();
      });
    },
    onError: sayFailed,
  });
  return (
    <RecordPage
      permission="organizations:write"
      back={{ to: '/organizations', label: texts.records.record.back(t.title) }}
      face={<Face name={name} size={44} />}
      title={name}
      line={
        <Group gap="sm">
          <OrganizationStage stage={organization.lifecycleStage} />
          {organization.domains[0] && <Text size="sm">{organization.domains[0]}</Text>}
        </Group>
      }
      actions={
        <Menu position="bottom-end" shadow="sm">
          <Menu.Target>
            <Button size="xs" variant="default" aria-label={texts.frame.more}>
              <IconDots size={14} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item color="red" onClick={() => remove.mutate()}>
              {texts.records.record.remove}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      }
      fields={<Fields organization={organization} save={save} />}
      timeline={
        <Timeline
          query={timeline}
          kind={kind}
          onKind={onKind}
          composer={
            <Allowed to="notes:write">
              <NoteComposer about={{ organizationId: id }} />
            </Allowed>
          }
        />
      }
      related={
        <>
          <People organization={organization} />
          <RelatedTodos of={{ organizationId: id }} />
          <RelatedDeals of={{ organizationId: id }} name={name} />
        </>
      }
    />
  );
}

function Fields({ organization, save }: { organization: Organization; save: (change: OrganizationChange) => Promise<void> }) {
  const { data: people } = useQuery(peopleQuery);
  const { data: tags } = useQuery(tagsQuery);
  const { annualRevenue: revenue, address } = organization;
  const from = useProvenance('organization', organization.id);
  const plain = (field: 'phone' | 'email' | 'website' | 'linkedinUrl' | 'description', label: string, kind?: 'long' | 'url') => (
    <InlineField label={label} value={organization[field]} {...(kind ? { kind } : {})} provenance={from(field)} onSave={(value) => save({ [field]: value })} />
  );
  return (
    <>
      <Side title={texts.records.record.fields}>
        <InlineField label={t.name} value={organization.name} provenance={from('name')} onSave={(value) => save({ name: value ?? '' })} />
        <InlineField
          label={t.domains}
          provenance={from('domains')}
          value={organization.domains.join(', ')}
          onSave={(value) => save({ domains: value?.split(/[\s,;]+/).filter((each) => each !== '') ?? [] })}
        />
        <InlineField
          label={t.stage}
          provenance={from('lifecycleStage')}
          value={organization.lifecycleStage}
          kind="select"
          options={optionsOf(t.stages)}
          onSave={(value) => (value ? save({ lifecycleStage: value as Organization['lifecycleStage'] }) : Promise.resolve())}
        />
        <InlineField
          label={t.owner}
          provenance={from('ownerId')}
          value={organization.ownerId}
          kind="select"
          options={people?.data.map((person) => ({ value: person.id, label: person.name })) ?? []}
          onSave={(value) => save({ ownerId: value })}
        />
        <InlineField
          label={t.industry}
          provenance={from('industry')}
          value={organization.industry}
          kind="select"
          options={optionsOf(t.industries)}
          onSave={(value) => save({ industry: value as Organization['industry'] })}
        />
        <InlineField
          label={t.employees}
          provenance={from('employeeCount')}
          value={organization.employeeCount}
          kind="select"
          options={EMPLOYEES.map((value) => ({ value, label: value }))}
          onSave={(value) => save({ employeeCount: value as Organization['employeeCount'] })}
        />
        <InlineField
          label={t.revenue}
          provenance={from('annualRevenue')}
          value={revenue && `${revenue.amount} ${revenue.currency}`}
          shown={revenue ? moneyText(revenue) : undefined}
          kind="number"
          onSave={(value) => {
            const [amount = '', currency = revenue?.currency ?? 'EUR'] = value?.split(/\s+/) ?? [];
            return save({ annualRevenue: value ? { amount: amount.replace(',', '.'), currency: currency.toUpperCase() } : null });
          }}
        />
        {plain('phone', t.phone)}
        {plain('email', t.email)}
        {plain('website', t.website, 'url')}
        {plain('linkedinUrl', texts.contacts.linkedin, 'url')}
        <TagsInput
          size="xs"
          label={texts.contacts.tags}
          classNames={{ root: record.field, label: record.label }}
          styles={{ label: { fontWeight: 400, fontSize: 12, color: 'var(--mantine-color-dimmed)' } }}
          data={tags?.data.map((tag) => tag.name) ?? []}
          value={organization.tags}
          onChange={(next) => void save({ tags: next }).catch(sayFailed)}
        />
        {plain('description', texts.contacts.about, 'long')}
      </Side>
      <Side title={texts.contacts.address}>
        {(['line1', 'city', 'state', 'postalCode', 'country'] as const).map((part) => (
          <InlineField
            key={part}
            label={
              {
                line1: texts.contacts.street,
                city: texts.contacts.city,
                state: texts.contacts.region,
                postalCode: texts.contacts.postalCode,
                country: texts.contacts.country,
              }[part]
            }
            value={address[part]}
            provenance={from(part === 'line1' ? 'addressLine1' : part === 'state' ? 'region' : part)}
            onSave={(value) => save({ address: { [part]: value } })}
          />
        ))}
      </Side>
      <CustomFields entity="organization" values={organization.customFields} from={from} onSave={(key, value) => save({ customFields: { [key]: value } })} />
    </>
  );
}

function People({ organization: { id } }: { organization: Organization }) {
  const query = useQuery(peopleOf(id));
  const [isAdding, adding] = useDisclosure(false);
  return (
    <Side
      title={texts.contacts.people}
      action={
        <Allowed to="contacts:write">
          <ActionIcon variant="subtle" size="sm" aria-label={t.addPerson} onClick={adding.open}>
            <IconPlus size={14} />
          </ActionIcon>
        </Allowed>
      }
    >
      <Loaded
        query={query}
        isEmpty={({ data }) => data.length === 0}
        empty={
          <Text size="sm" c="dimmed">
            {texts.contacts.noPeople}
          </Text>
        }
      >
        {({ data }) =>
          data.map((contact) => (
            <Group key={contact.id} gap="xs" wrap="nowrap" py={4}>
              <Face name={nameOfContact(contact)} size={22} />
              <div style={{ minWidth: 0, flex: 1 }}>
                <Anchor size="sm" c="inherit" component={Link} to={`/contacts/${contact.id}`}>
                  <bdi>{nameOfContact(contact)}</bdi>
                </Anchor>
                {contact.jobTitle && (
                  <Text size="xs" c="dimmed" truncate>
                    <bdi>{contact.jobTitle}</bdi>
                  </Text>
                )}
              </div>
              <BesideButton kind="contact" id={contact.id} name={nameOfContact(contact)} />
            </Group>
          ))
        }
      </Loaded>
      <NewContact isOpen={isAdding} onClose={adding.close} organizationId={id} />
    </Side>
  );
}
