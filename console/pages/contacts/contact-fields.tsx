import { ActionIcon, Anchor, Badge, Button, TagsInput, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useContext, useState } from 'react';
import { MayChange } from '../../frame/may.tsx';
import { InlineField } from '../../patterns/record/inline-field.tsx';
import classes from '../../patterns/record/record.module.css';
import { Side } from '../../patterns/record/record-page.tsx';
import { OrganizationField } from '../../patterns/record/record-picker.tsx';
import { sayFailed } from '../../patterns/record/undo.tsx';
import { useProvenance } from '../../patterns/record/use-provenance.ts';
import { texts } from '../../texts.ts';
import { peopleQuery } from '../deals/queries.ts';
import { CustomFields } from './custom-fields.tsx';
import { type Contact, type ContactChange, tagsQuery } from './queries.ts';

const t = texts.contacts;
type Save = (change: ContactChange) => Promise<void>;
type Plain = 'firstName' | 'lastName' | 'jobTitle' | 'website' | 'linkedinUrl' | 'description';
const ADDRESS = [
  ['line1', 'street', 'addressLine1'],
  ['city', 'city', 'city'],
  ['state', 'region', 'region'],
  ['postalCode', 'postalCode', 'postalCode'],
  ['country', 'country', 'country'],
] as const;

/** Everything that is known of somebody, changed where it stands; on hover where it came from. */
export function ContactFields({ contact, save }: { contact: Contact; save: Save }) {
  const { data: people } = useQuery(peopleQuery);
  const from = useProvenance('contact', contact.id);
  const plain = (field: Plain, label: string, kind?: 'long' | 'url') => (
    <InlineField
      label={label}
      value={contact[field]}
      {...(kind ? { kind } : {})}
      provenance={from(field)}
      onSave={(value) => save({ [field]: field === 'firstName' || field === 'lastName' ? (value ?? '') : value })}
    />
  );
  return (
    <>
      <Side title={texts.records.record.fields}>
        {plain('firstName', t.firstName)}
        {plain('lastName', t.lastName)}
        <Values contact={contact} kind="emails" save={save} />
        <Values contact={contact} kind="phones" save={save} />
        {plain('jobTitle', t.jobTitle)}
        <OrganizationField
          label={t.organization}
          value={contact.organizationId ? { id: contact.organizationId, name: contact.organizationName ?? texts.records.record.none } : null}
          onSave={(organizationId) => save({ organizationId })}
        />
        <InlineField
          label={t.stage}
          value={contact.lifecycleStage}
          kind="select"
          options={Object.entries(t.stages).map(([value, label]) => ({ value, label }))}
          provenance={from('lifecycleStage')}
          onSave={(value) => (value ? save({ lifecycleStage: value as Contact['lifecycleStage'] }) : Promise.resolve())}
        />
        <InlineField
          label={t.owner}
          value={contact.ownerId}
          kind="select"
          options={people?.data.map((person) => ({ value: person.id, label: person.name })) ?? []}
          provenance={from('ownerId')}
          onSave={(value) => save({ ownerId: value })}
        />
        <InlineField
          label={t.source}
          value={contact.leadSource}
          kind="select"
          options={Object.entries(texts.deals.sources).map(([value, label]) => ({ value, label }))}
          provenance={from('leadSource')}
          onSave={(value) => save({ leadSource: value as Contact['leadSource'] })}
        />
        <Tags contact={contact} save={save} />
        {plain('linkedinUrl', t.linkedin, 'url')}
        {plain('website', t.website, 'url')}
        {plain('description', t.about, 'long')}
      </Side>
      <Side title={t.address}>
        <AddressFields contact={contact} from={from} save={save} />
        <InlineField
          label={t.zone}
          value={contact.timeZoneSource === 'set' ? contact.timeZone : null}
          shown={contact.timeZone}
          provenance={t.zoneSources[contact.timeZoneSource]}
          onSave={(value) => save({ timeZone: value })}
        />
        <Text size="xs" c="dimmed">
          {contact.timeZoneSource === 'set' ? '' : `${contact.timeZone}, ${t.zoneSources[contact.timeZoneSource]} · `}
          {t.now(new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', timeZone: contact.timeZone }).format(new Date()))}
        </Text>
      </Side>
      <CustomFields entity="contact" values={contact.customFields} from={from} onSave={(key, value) => save({ customFields: { [key]: value } })} />
    </>
  );
}

/** Where somebody is; while nothing is known one line offers to say it. */
function AddressFields({ contact, from, save }: { contact: Contact; from: (field: string) => string | undefined; save: Save }) {
  const mayChange = useContext(MayChange);
  const [isOpen, setOpen] = useState(false);
  const isKnown = ADDRESS.some(([part]) => contact.address[part]);
  if (!isKnown && !isOpen) {
    return mayChange ? (
      <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={12} />} onClick={() => setOpen(true)}>
        {t.addAddress}
      </Button>
    ) : null;
  }
  return ADDRESS.map(([part, label, column]) => (
    <InlineField key={part} label={t[label]} value={contact.address[part]} provenance={from(column)} onSave={(value) => save({ address: { [part]: value } })} />
  ));
}

/** Several addresses or numbers, the first one used first. */
function Values({ contact, kind, save }: { contact: Contact; kind: 'emails' | 'phones'; save: Save }) {
  const mayChange = useContext(MayChange);
  const [isAdding, setAdding] = useState(false);
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string>();
  const values = contact[kind];
  const written = values.map(({ value, label, primary, shared }) => ({ value, label, primary, shared }));
  const set = (next: ContactChange['emails']) => save({ [kind]: next });
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() === '') return setAdding(false);
    try {
      await set([...written, { value: typed.trim() }]);
      setTyped('');
      setError(undefined);
      setAdding(false);
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
    }
  };
  const label = kind === 'emails' ? t.addEmail : t.addPhone;
  return (
    <div className={classes.field}>
      <Text size="xs" c="dimmed" className={classes.label}>
        {t[kind]}
      </Text>
      <div className={classes.values}>
        {values.map(({ value, primary, shared }) => (
          <div key={value} className={classes.linked}>
            <Text size="sm" className="wrap-anywhere" fw={primary && values.length > 1 ? 600 : undefined}>
              {kind === 'phones' ? (
                <Anchor href={`tel:${value}`} size="sm" c="inherit" title={texts.phone.callNumber(value)}>
                  {value}
                </Anchor>
              ) : (
                value
              )}
              {shared && (
                <Badge ml={6} size="xs" variant="light" color="gray" title={t.sharedHint}>
                  {t.shared}
                </Badge>
              )}
            </Text>
            {mayChange && (
              <ActionIcon
                className={classes.pencil}
                variant="subtle"
                color="gray"
                size="xs"
                aria-label={t.removeValue(value)}
                onClick={() => void set(written.filter((each) => each.value !== value)).catch(sayFailed)}
              >
                <IconX size={12} />
              </ActionIcon>
            )}
          </div>
        ))}
        {isAdding ? (
          <form onSubmit={(event) => void add(event)}>
            <TextInput
              size="xs"
              autoFocus
              aria-label={label}
              error={error}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              onKeyDown={(event) => event.key === 'Escape' && setAdding(false)}
            />
          </form>
        ) : (
          mayChange && (
            <UnstyledButton className={classes.value} aria-label={label} onClick={() => setAdding(true)}>
              <Text size="sm" c="dimmed" component="span">
                {values.length === 0 ? texts.records.record.empty : texts.records.record.another}
              </Text>
            </UnstyledButton>
          )
        )}
      </div>
    </div>
  );
}

function Tags({ contact, save }: { contact: Contact; save: Save }) {
  const { data } = useQuery(tagsQuery);
  const mayChange = useContext(MayChange);
  return (
    <TagsInput
      size="xs"
      label={t.tags}
      classNames={{ root: classes.field, label: classes.label }}
      styles={{ label: { fontWeight: 400, fontSize: 12, color: 'var(--mantine-color-dimmed)' } }}
      data={data?.data.map(({ name }) => name) ?? []}
      value={contact.tags}
      readOnly={!mayChange}
      onChange={(tags) => void save({ tags }).catch(sayFailed)}
    />
  );
}
