import { Badge, Button, Group, Radio, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueries, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, Navigate, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { Empty, Failure, Waiting } from '../../frame/states.tsx';
import { offerUndo, sayDone, sayFailed } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';
import { type Contact, contactQuery, nameOfContact } from '../contacts/queries.ts';
import { useNames } from '../deals/use-names.ts';
import classes from './duplicates.module.css';

const t = texts.duplicates;
const route = getRouteApi('/signed-in/duplicates');
const FIELDS = [
  'firstName',
  'lastName',
  'jobTitle',
  'organizationId',
  'lifecycleStage',
  'leadSource',
  'ownerId',
  'website',
  'description',
  'timeZone',
  'locale',
] as const;
type Field = (typeof FIELDS)[number];
interface Pair {
  contacts: [Contact, Contact];
  score?: number;
  reasons?: Schemas['DuplicatePair']['reasons'];
}

/** Contacts that may be one, side by side; or two that somebody chose. */
export function Duplicates() {
  const { a, b } = route.useSearch();
  return (
    <Stack gap="lg" maw={920}>
      <div>
        <Title order={1}>{a && b ? texts.contacts.mergeTitle : t.title}</Title>
        <Text size="sm" c="dimmed" maw={680}>
          {t.lead}
        </Text>
      </div>
      {a && b ? <Chosen a={a} b={b} /> : <Found />}
    </Stack>
  );
}

function Found() {
  const query = useInfiniteQuery({
    queryKey: ['duplicates'],
    initialPageParam: '',
    queryFn: ({ pageParam }) => ask(hub.GET('/api/v1/contacts/duplicates', { params: { query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  if (!query.data) return query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Waiting />;
  const pairs = query.data.pages.flatMap((page) => page.data);
  if (pairs.length === 0)
    return (
      <Empty
        action={
          <Button variant="default" component={Link} to="/contacts">
            {texts.contacts.title}
          </Button>
        }
      >
        {t.none}
      </Empty>
    );
  return (
    <>
      {pairs.map((pair) => (
        <Review key={pair.contacts.map(({ id }) => id).join(' ')} pair={{ ...pair, contacts: pair.contacts as Pair['contacts'] }} />
      ))}
      {query.hasNextPage && (
        <Button variant="default" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} style={{ alignSelf: 'flex-start' }}>
          {texts.imports.more}
        </Button>
      )}
    </>
  );
}

function Chosen({ a, b }: { a: string; b: string }) {
  const navigate = useNavigate();
  const [first, second] = useQueries({ queries: [contactQuery(a), contactQuery(b)] });
  const error = first.error ?? second.error;
  if (error) return <Failure error={error} />;
  if (!first.data || !second.data) return <Waiting />;
  // They are one already.
  if (first.data.id === second.data.id) return <Navigate to="/contacts/$id" params={{ id: first.data.id }} replace />;
  return <Review pair={{ contacts: [first.data, second.data] }} onMerged={(id) => void navigate({ to: '/contacts/$id', params: { id } })} />;
}

/** One pair: what differs, what stays, and the two ways out. */
function Review({ pair: { contacts, score, reasons }, onMerged }: { pair: Pair; onMerged?: (id: string) => void }) {
  const queries = useQueryClient();
  const nameOf = useNames();
  const [left, right] = contacts;
  // The one that is known longer stays, unless somebody says otherwise.
  const [winnerId, setWinner] = useState(left.createdAt <= right.createdAt ? left.id : right.id);
  const [chosen, setChosen] = useState<Partial<Record<Field, string>>>({});
  const loser = winnerId === left.id ? right : left;
  const winner = winnerId === left.id ? left : right;
  const refresh = () => Promise.all([queries.invalidateQueries({ queryKey: ['duplicates'] }), queries.invalidateQueries({ queryKey: ['contacts'] })]);
  const merge = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/contacts/merge', { body: { winnerId, loserIds: [loser.id], fields: Object.fromEntries(Object.entries(chosen)) } })),
    onSuccess: async (after) => {
      onMerged?.(after.id);
      await refresh();
      offerUndo(t.merged(nameOfContact(after)), async () => {
        await ask(hub.POST('/api/v1/contacts/unmerge', { body: { contactId: loser.id } }));
        await refresh();
      });
    },
    onError: sayFailed,
  });
  const dismiss = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/contacts/duplicates/dismiss', { body: { contactIds: [left.id, right.id] } })),
    onSuccess: async () => {
      sayDone(t.dismissed);
      await refresh();
    },
    onError: sayFailed,
  });
  const shown = (contact: Contact, field: Field): string => {
    const value = contact[field];
    if (!value) return '';
    // What follows from an address or a number follows again.
    if (field === 'timeZone' && contact.timeZoneSource !== 'set') return '';
    if (field === 'ownerId') return nameOf(String(value));
    if (field === 'organizationId') return contact.organizationName ?? '';
    if (field === 'lifecycleStage') return texts.contacts.stages[value] ?? value;
    return field === 'leadSource' ? (texts.deals.sources[value] ?? value) : value;
  };
  const different = FIELDS.filter((field) => shown(left, field) !== shown(right, field) && (shown(left, field) || shown(right, field)));
  const kept = (field: Field) => chosen[field] ?? (shown(winner, field) ? winner.id : loser.id);
  const names = `${nameOfContact(left)}, ${nameOfContact(right)}`;
  return (
    <section className={`panel ${classes.pair}`} aria-label={names}>
      <Group gap="xs" mb="sm">
        {reasons?.map((reason) => (
          <Badge key={`${reason.kind} ${reason.value}`} variant="light" size="sm" title={reason.value}>
            {t.reasons[reason.kind] ?? reason.kind}
          </Badge>
        ))}
        {score !== undefined && (
          <Text size="xs" c="dimmed">
            {t.score(score)}
          </Text>
        )}
      </Group>
      <div className={classes.sides}>
        {contacts.map((contact) => (
          <div key={contact.id} className={classes.side}>
            <Radio name={`winner ${left.id} ${right.id}`} checked={winnerId === contact.id} onChange={() => setWinner(contact.id)} label={t.stays} size="xs" />
            <Text size="sm" fw={600} className="wrap-anywhere" mt={6}>
              <Link to="/contacts/$id" params={{ id: contact.id }} className="card-link">
                <bdi>{nameOfContact(contact)}</bdi>
              </Link>
            </Text>
            {[...contact.emails, ...contact.phones].map(({ value }) => (
              <Text key={value} size="xs" c="dimmed" className="wrap-anywhere">
                {value}
              </Text>
            ))}
          </div>
        ))}
      </div>
      {different.map((field) => (
        <Radio.Group key={field} value={kept(field)} onChange={(id) => setChosen({ ...chosen, [field]: id })} aria-label={t.fields[field] ?? field}>
          <Text size="xs" c="dimmed" mt="sm">
            {t.fields[field]}
          </Text>
          <div className={classes.sides}>
            {contacts.map((contact) => (
              <Radio
                key={contact.id}
                value={contact.id}
                size="xs"
                label={<bdi>{shown(contact, field) || texts.records.record.none}</bdi>}
                disabled={!shown(contact, field)}
              />
            ))}
          </div>
        </Radio.Group>
      ))}
      <Text size="xs" c="dimmed" mt="md">
        {t.together}
      </Text>
      <Group mt="sm" gap="sm">
        <Button size="xs" loading={merge.isPending} onClick={() => merge.mutate()}>
          {t.merge}
        </Button>
        <Button size="xs" variant="default" loading={dismiss.isPending} onClick={() => dismiss.mutate()}>
          {t.notDuplicate}
        </Button>
      </Group>
    </section>
  );
}
