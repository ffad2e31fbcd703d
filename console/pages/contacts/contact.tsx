import { Alert, Anchor, Button, Group, Menu, Text } from '@mantine/core';
import { IconArrowsSplit, IconDots } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { ask, hub, Refused } from '../../api.ts';
import type { RecordProps } from '../../frame/beside-panel.tsx';
import { Face } from '../../frame/face.tsx';
import { Allowed, useMay } from '../../frame/may.tsx';
import { QuickActions } from '../../frame/quick-actions.tsx';
import { Loaded } from '../../frame/states.tsx';
import { relative } from '../../frame/when.tsx';
import { MailComposer } from '../../patterns/mail/composer.tsx';
import { confirmTyped } from '../../patterns/record/confirm-typed.tsx';
import { NoteComposer } from '../../patterns/record/note-composer.tsx';
import { RecordPage } from '../../patterns/record/record-page.tsx';
import { RelatedDeals, RelatedTodos } from '../../patterns/record/related.tsx';
import { offerUndo, sayDone, sayFailed } from '../../patterns/record/undo.tsx';
import { Timeline } from '../../patterns/timeline/timeline.tsx';
import { texts } from '../../texts.ts';
import { ContactFields } from './contact-fields.tsx';
import { Stage } from './contacts.tsx';
import { MailChoices } from './mail-choices.tsx';
import { MayContact } from './may-contact.tsx';
import { activitiesOf, type Contact, type ContactChange, changeContact, contactQuery, NO_SEARCH, nameOfContact } from './queries.ts';

const t = texts.contacts;
const route = getRouteApi('/signed-in/contacts/$id');

export function ContactPage() {
  const { id } = route.useParams();
  const { kind } = route.useSearch();
  const navigate = useNavigate();
  return (
    <ContactRecord
      id={id}
      kind={kind}
      onKind={(next) => void navigate({ to: '/contacts/$id', params: { id }, search: next ? { kind: next } : {}, replace: true })}
    />
  );
}

/** The same on its page and beside another. */
export function ContactRecord({ id, ...shown }: RecordProps) {
  const query = useQuery(contactQuery(id));
  return <Loaded query={query}>{(contact) => <Page key={contact.id} contact={contact} askedFor={id} {...shown} />}</Loaded>;
}

function Page({ contact, askedFor, kind, onKind }: Omit<RecordProps, 'id'> & { contact: Contact; askedFor: string }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { id, version } = contact;
  const name = nameOfContact(contact);
  const refresh = () => queries.invalidateQueries({ queryKey: ['contacts'] });
  const timeline = useInfiniteQuery(activitiesOf({ contactId: id }, kind));
  const save = async (change: ContactChange) => {
    try {
      const after = await changeContact(id, { ...change, version });
      queries.setQueryData(contactQuery(askedFor).queryKey, after);
      await refresh();
    } catch (error) {
      // Somebody was faster: what they wrote is fetched, what was typed stays in the field and can be saved on top of it.
      if (error instanceof Refused && error.problem.code === 'conflict') {
        await refresh();
        throw new Error(t.changedByOther);
      }
      throw error;
    }
  };
  const remove = useMutation({
    mutationFn: () => ask(hub.DELETE('/api/v1/contacts/{id}', { params: { path: { id }, query: { version } } })),
    onSuccess: async () => {
      await navigate({ to: '/contacts', search: NO_SEARCH });
      await refresh();
      offerUndo(texts.records.record.removed(name), async () => {
        await ask(hub.POST('/api/v1/contacts/{id}/restore', { params: { path: { id } } }));
        await refresh();
      });
    },
    onError: sayFailed,
  });
  const where = [contact.jobTitle, contact.organizationName].filter(Boolean);
  return (
    <RecordPage
      permission="contacts:write"
      back={{ to: '/contacts', label: texts.records.record.back(t.title) }}
      face={<Face name={name} size={44} />}
      title={name}
      line={
        <Group gap="sm">
          <Stage stage={contact.lifecycleStage} />
          {where.length > 0 && (
            <Text size="sm" component="span">
              {contact.jobTitle && <bdi>{contact.jobTitle}</bdi>}
              {contact.jobTitle && contact.organizationName && ' · '}
              {contact.organizationId && contact.organizationName && (
                <Anchor size="sm" component={Link} to={`/organizations/${contact.organizationId}`}>
                  <bdi>{contact.organizationName}</bdi>
                </Anchor>
              )}
            </Text>
          )}
          <Text size="sm" component="span">
            {t.lastContacted}: {contact.lastContactedAt ? relative(new Date(contact.lastContactedAt)) : t.never}
          </Text>
        </Group>
      }
      notice={<Merged contact={contact} askedFor={askedFor} />}
      actions={
        <>
          <QuickActions subject={{ contactId: id, email: contact.emails[0]?.value, phone: contact.phones[0]?.value }} />
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
              <Forget contact={contact} />
            </Menu.Dropdown>
          </Menu>
        </>
      }
      fields={<ContactFields contact={contact} save={save} />}
      timeline={
        <Timeline
          query={timeline}
          kind={kind}
          onKind={onKind}
          contacts={{ [contact.id]: name }}
          composer={
            <>
              {contact.emails.length > 0 && (
                <Allowed to="email:send">
                  <MailComposer
                    label={texts.mail.write}
                    to={contact.emails
                      .filter(({ primary }, _, all) => primary || all.length === 1)
                      .slice(0, 1)
                      .map(({ value }) => value)}
                    contactId={id}
                  />
                </Allowed>
              )}
              <Allowed to="notes:write">
                <NoteComposer about={{ contactId: id }} />
              </Allowed>
            </>
          }
        />
      }
      related={
        <>
          <MayContact contact={contact} save={save} />
          {contact.emails.length > 0 && (
            <Allowed to="email:read">
              <MailChoices id={id} />
            </Allowed>
          )}
          <RelatedTodos of={{ contactId: id }} />
          <RelatedDeals of={{ contactId: id }} name={name} />
        </>
      }
    />
  );
}

/** At a person's request: everything of them, for good. */
function Forget({ contact: { id, ...contact } }: { contact: Contact }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const mayManage = useMay()('contacts:manage');
  const name = nameOfContact({ ...contact });
  const forget = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/contacts/{id}/erase', { params: { path: { id } } })),
    onSuccess: async ({ proof }) => {
      await navigate({ to: '/contacts', search: NO_SEARCH });
      for (const queryKey of [['contacts'], ['activities'], ['tasks'], ['deals'], ['erasures']]) await queries.invalidateQueries({ queryKey });
      sayDone(t.forgotten((proof.emptied ?? 0) + (proof.struck ?? 0), proof.files ?? 0));
    },
    onError: sayFailed,
  });
  if (!mayManage) return null;
  return (
    <Menu.Item
      color="red"
      onClick={() => confirmTyped({ title: t.forgetTitle(name), says: t.forgetSays, word: name, act: t.forgetAct, onSure: () => forget.mutate() })}
    >
      {t.forget}
    </Menu.Item>
  );
}

/** Who was merged into this contact, with the way back. */
function Merged({ contact, askedFor }: { contact: Contact; askedFor: string }) {
  const queries = useQueryClient();
  const from = contact.mergedFrom ?? [];
  const unmerge = useMutation({
    mutationFn: (contactId: string) => ask(hub.POST('/api/v1/contacts/unmerge', { body: { contactId } })),
    onSuccess: async () => {
      sayDone(t.unmerged);
      await queries.invalidateQueries({ queryKey: ['contacts'] });
    },
    onError: sayFailed,
  });
  const last = from.at(-1);
  if (!last) return null;
  return (
    <Alert variant="light" color="gray" icon={<IconArrowsSplit size={16} />}>
      <Group justify="space-between" gap="sm">
        <Text size="sm">{askedFor === contact.id ? t.mergedFrom(from.length) : t.oldLink}</Text>
        <Button size="compact-sm" variant="subtle" loading={unmerge.isPending} onClick={() => unmerge.mutate(last)}>
          {t.unmerge}
        </Button>
      </Group>
    </Alert>
  );
}
