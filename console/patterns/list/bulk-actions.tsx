import { Autocomplete, Button, Menu, Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { tagsQuery } from '../../pages/contacts/queries.ts';
import { peopleQuery } from '../../pages/deals/queries.ts';
import { texts } from '../../texts.ts';
import { sureOfMany } from '../record/confirm-typed.tsx';
import { offerUndo, sayFailed } from '../record/undo.tsx';

const t = texts.records.bulk;

/** What can be done with many records of any kind; `stage` is what the kind calls it. */
export interface BulkWish {
  ownerId?: string | null;
  stage?: string;
  addTags?: string[];
  removeTags?: string[];
}
export interface BulkAnswer {
  changed: number;
  skipped: { not_found: number; not_yours: number; unchanged: number };
}
interface Had {
  id: string;
  ownerId: string | null;
  stage: string;
  tags: readonly string[];
}

/** Owner, stage and tags of those selected, with the way back. Those that the role does not reach are left and counted. */
export function BulkActions({
  selected,
  change,
  stages,
  onStage,
  keys,
  done,
  children,
}: {
  selected: readonly Had[];
  change: (ids: string[], wish: BulkWish) => Promise<BulkAnswer>;
  /** By key its title; empty: the stage is not changed for those together. */
  stages: readonly { key: string; title: string }[];
  /** Where a stage needs more words than its name. */
  onStage?: (stage: string) => boolean;
  /** What is fetched again. */
  keys: readonly string[];
  done: () => void;
  children?: ReactNode;
}) {
  const queries = useQueryClient();
  const { data: people } = useQuery(peopleQuery);
  const refresh = () => Promise.all([...keys, 'tags'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
  const act = useMutation({
    mutationFn: (wish: BulkWish) =>
      change(
        selected.map(({ id }) => id),
        wish,
      ),
    onSuccess: async ({ changed, skipped }, wish) => {
      await refresh();
      offerUndo(t.done(changed, skipped.not_found + skipped.not_yours), async () => {
        for (const [ids, back] of wayBack(selected, wish)) await change(ids, back);
        await refresh();
      });
      done();
    },
    onError: sayFailed,
  });
  const ask = (what: string, wish: BulkWish) =>
    sureOfMany(selected.length, { title: t.sureTitle(selected.length), says: t.sure(what, selected.length), act: t.sureAct }, () => act.mutate(wish));
  const used = [...new Set(selected.flatMap(({ tags }) => tags))].sort((a, b) => a.localeCompare(b));
  return (
    <>
      <Choice label={t.owner} isPending={act.isPending}>
        {people?.data
          .filter(({ state }) => state === 'active')
          .map((person) => (
            <Menu.Item key={person.id} onClick={() => ask(t.ownerTo(person.name), { ownerId: person.id })}>
              <bdi>{person.name}</bdi>
            </Menu.Item>
          ))}
        <Menu.Divider />
        <Menu.Item onClick={() => ask(t.ownerTo(texts.records.record.nobody), { ownerId: null })}>{texts.records.record.nobody}</Menu.Item>
      </Choice>
      {stages.length > 0 && (
        <Choice label={t.stage}>
          {stages.map(({ key, title }) => (
            <Menu.Item key={key} onClick={() => (onStage?.(key) ? undefined : ask(t.stageTo(title), { stage: key }))}>
              {title}
            </Menu.Item>
          ))}
        </Choice>
      )}
      <AddTag onAdd={(tag) => ask(t.tagTo(tag), { addTags: [tag] })} />
      {used.length > 0 && (
        <Choice label={t.untag}>
          {used.map((tag) => (
            <Menu.Item key={tag} onClick={() => ask(t.untagTo(tag), { removeTags: [tag] })}>
              <bdi>{tag}</bdi>
            </Menu.Item>
          ))}
        </Choice>
      )}
      {children}
    </>
  );
}

const Choice = ({ label, isPending = false, children }: { label: string; isPending?: boolean; children: ReactNode }) => (
  <Menu position="top-start" shadow="sm">
    <Menu.Target>
      <Button size="xs" variant="default" loading={isPending}>
        {label}
      </Button>
    </Menu.Target>
    <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
      {children}
    </Menu.Dropdown>
  </Menu>
);

function AddTag({ onAdd }: { onAdd: (tag: string) => void }) {
  const [tag, setTag] = useState('');
  const [isOpen, open] = useDisclosure(false);
  const { data: tags } = useQuery({ ...tagsQuery, enabled: isOpen });
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (!tag.trim()) return;
    open.close();
    setTag('');
    onAdd(tag.trim());
  };
  return (
    <Popover position="top-start" shadow="sm" trapFocus opened={isOpen} onChange={(shown) => (shown ? open.open() : open.close())}>
      <Popover.Target>
        <Button size="xs" variant="default" onClick={open.toggle}>
          {t.tag}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={add}>
          <Autocomplete
            size="xs"
            aria-label={t.tag}
            placeholder={t.tagHint}
            data-autofocus
            data={tags?.data.map(({ name }) => name) ?? []}
            limit={6}
            comboboxProps={{ withinPortal: false }}
            value={tag}
            onChange={setTag}
          />
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

/** What puts each of them back to what it was: those that were alike together. */
export function wayBack(selected: readonly Had[], wish: BulkWish): [ids: string[], back: BulkWish][] {
  const groups = new Map<string, [string[], BulkWish]>();
  for (const had of selected) {
    const back: BulkWish = {
      ...(wish.ownerId === undefined ? {} : { ownerId: had.ownerId }),
      ...(wish.stage === undefined ? {} : { stage: had.stage }),
      ...(wish.addTags?.some((tag) => !had.tags.includes(tag)) ? { removeTags: wish.addTags.filter((tag) => !had.tags.includes(tag)) } : {}),
      ...(wish.removeTags?.some((tag) => had.tags.includes(tag)) ? { addTags: wish.removeTags.filter((tag) => had.tags.includes(tag)) } : {}),
    };
    if (Object.keys(back).length === 0) continue;
    const key = JSON.stringify(back);
    const group = groups.get(key) ?? [[], back];
    group[0].push(had.id);
    groups.set(key, group);
  }
  return [...groups.values()];
}
