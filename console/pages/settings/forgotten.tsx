import { Button, Select, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { Empty, Loaded } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { sayDone } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';
import { useNames } from '../deals/use-names.ts';
import { FormDialog, FormFailure, problemAt, Section, useChange } from './pieces.tsx';
import { erasuresQuery } from './queries.ts';
import classes from './settings.module.css';

const t = texts.settings;
const KINDS = ['email', 'phone', 'linkedin'] as const;
type Kind = (typeof KINDS)[number];

/** That people were forgotten, never who; and the way to know an address again. */
export default function Forgotten() {
  const erasures = useQuery(erasuresQuery);
  const nameOf = useNames();
  const [isAllowing, setAllowing] = useState(false);
  return (
    <Section
      title={t.sections.forgotten}
      lead={t.forgotten.lead}
      action={
        <Button size="xs" variant="default" onClick={() => setAllowing(true)}>
          {t.forgotten.allow}
        </Button>
      }
    >
      <Loaded query={erasures} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.forgotten.empty}</Empty>}>
        {({ data }) => (
          <ul className="panel" aria-label={t.sections.forgotten}>
            {data.map(({ id, actor, erasedAt, proof }) => (
              <li key={id} className={`row ${classes.line}`}>
                <div className={classes.grow}>
                  <Text size="sm" fw={500}>
                    {t.forgotten.by(actor.startsWith('person:') ? nameOf(actor.slice('person:'.length)) : t.forgotten.program)}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {t.forgotten.proof(proof)}
                  </Text>
                </div>
                <When at={erasedAt} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {isAllowing && <AllowDialog onClose={() => setAllowing(false)} />}
    </Section>
  );
}

function AllowDialog({ onClose }: { onClose: () => void }) {
  const [kind, setKind] = useState<Kind>('email');
  const [value, setValue] = useState('');
  const allow = useChange(() => ask(hub.POST('/api/v1/erasures/release', { body: { kind, value } })), ['erasures'], {
    onDone: ({ released }) => {
      sayDone(released > 0 ? t.forgotten.allowed(value) : t.forgotten.unknown(value));
      onClose();
    },
  });
  return (
    <FormDialog
      title={t.forgotten.allow}
      isOpen
      onClose={onClose}
      onSubmit={() => allow.mutate(undefined)}
      submit={t.forgotten.allowSubmit}
      isPending={allow.isPending}
      isBlocked={value.trim() === ''}
    >
      <Text size="sm">{t.forgotten.allowLead}</Text>
      <Select
        label={t.forgotten.kind}
        allowDeselect={false}
        data={KINDS.map((each) => ({ value: each, label: t.forgotten.kinds[each] }))}
        value={kind}
        onChange={(next) => next && setKind(next as Kind)}
      />
      <TextInput
        label={t.forgotten.kinds[kind]}
        data-autofocus
        value={value}
        error={problemAt(allow.error, 'value')}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <FormFailure error={allow.error} fields={['value']} />
    </FormDialog>
  );
}
