import { ActionIcon, Anchor, Group, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useContext, useState } from 'react';
import { Face } from '../../frame/face.tsx';
import { MayChange } from '../../frame/may.tsx';
import { Side } from '../../patterns/record/record-page.tsx';
import { RecordPicker } from '../../patterns/record/record-picker.tsx';
import { sayFailed } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';
import { contactQuery, nameOfContact } from '../contacts/queries.ts';
import type { Deal, DealChange } from './queries.ts';

const t = texts.deals;
type Role = Deal['contacts'][number]['role'];

/** Who is in the deal, and as what. */
export function DealPeople({ deal, save }: { deal: Deal; save: (change: DealChange) => Promise<void> }) {
  const mayChange = useContext(MayChange);
  const [isAdding, setAdding] = useState(false);
  const people = useQueries({ queries: deal.contacts.map(({ contactId }) => contactQuery(contactId)) });
  const set = (contacts: Deal['contacts']) => void save({ contacts }).catch(sayFailed);
  return (
    <Side
      title={texts.contacts.people}
      action={
        mayChange ? (
          <ActionIcon variant="subtle" size="sm" aria-label={t.addPerson} onClick={() => setAdding(!isAdding)}>
            <IconPlus size={14} />
          </ActionIcon>
        ) : undefined
      }
    >
      {isAdding && (
        <RecordPicker
          kind="contact"
          label={t.addPerson}
          without={deal.contacts.map(({ contactId }) => contactId)}
          onChoose={(picked) => {
            setAdding(false);
            if (picked) set([...deal.contacts, { contactId: picked.id, role: 'other' }]);
          }}
          onLeave={() => setAdding(false)}
        />
      )}
      {deal.contacts.length === 0 && !isAdding && (
        <Text size="sm" c="dimmed">
          {texts.contacts.noPeople}
        </Text>
      )}
      {deal.contacts.map(({ contactId, role }, index) => {
        const contact = people[index]?.data;
        const name = contact ? nameOfContact(contact) : texts.loading;
        return (
          <Group key={contactId} gap="xs" wrap="nowrap" py={4} justify="space-between">
            <Group gap="xs" wrap="nowrap" miw={0}>
              <Face name={name} size={22} />
              <Anchor size="sm" c="inherit" truncate component={Link} to={`/contacts/${contactId}`}>
                <bdi>{name}</bdi>
              </Anchor>
            </Group>
            {mayChange ? (
              <Menu position="bottom-end" shadow="sm">
                <Menu.Target>
                  <UnstyledButton aria-label={t.roleOf(name)}>
                    <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                      {t.roles[role]}
                    </Text>
                  </UnstyledButton>
                </Menu.Target>
                <Menu.Dropdown>
                  {Object.entries(t.roles).map(([value, label]) => (
                    <Menu.Item
                      key={value}
                      onClick={() => set(deal.contacts.map((each) => (each.contactId === contactId ? { ...each, role: value as Role } : each)))}
                    >
                      {label}
                    </Menu.Item>
                  ))}
                  <Menu.Divider />
                  <Menu.Item color="red" onClick={() => set(deal.contacts.filter((each) => each.contactId !== contactId))}>
                    {t.takeOut}
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            ) : (
              <Text size="xs" c="dimmed">
                {t.roles[role]}
              </Text>
            )}
          </Group>
        );
      })}
    </Side>
  );
}
