import { Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { peopleQuery } from '../deals/queries.ts';
import { useNames } from '../deals/use-names.ts';
import { useChange } from '../settings/pieces.tsx';
import { type Member, membersQuery } from './queries.ts';
import classes from './slack.module.css';

const t = texts.slack;
const isColleague = ({ isStranger, isDeleted }: Member) => !isStranger && !isDeleted;

/** Who is who: by address, by hand, or because they said so. */
export function People() {
  const query = useQuery(membersQuery);
  return (
    <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.noMembers}</Empty>}>
      {({ data }) => {
        const unplaced = data.filter((each) => isColleague(each) && !each.isGuest && each.mappedBy === null).length;
        return (
          <Stack gap="sm">
            {unplaced > 0 && <Text size="sm">{t.unplaced(unplaced)}</Text>}
            <div className="panel">
              {data.map((member) => (
                <Line key={member.id} member={member} />
              ))}
            </div>
          </Stack>
        );
      }}
    </Loaded>
  );
}

function Line({ member }: { member: Member }) {
  const mayManage = useMay()('slack:manage');
  const nameOf = useNames();
  const people = useQuery(peopleQuery);
  const place = useChange(
    (userId: string | null) => ask(hub.PATCH('/api/v1/slack/members/{id}', { params: { path: { id: member.id } }, body: { userId } })),
    ['slack'],
    { done: t.saved },
  );
  const kind = member.isStranger ? t.stranger : member.isGuest ? t.guest : '';
  return (
    <div className={`row ${classes.line}`}>
      <div className={classes.grow}>
        <Text size="sm" fw={500} truncate>
          <bdi>{member.name}</bdi>
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {[member.email, kind].filter(Boolean).join(' · ')}
        </Text>
        {place.error && <Failure error={place.error} />}
      </div>
      {mayManage && isColleague(member) ? (
        <Select
          size="xs"
          w={200}
          searchable
          clearable
          aria-label={t.who(member.name)}
          placeholder={t.nobody}
          description={member.mappedBy ? t.mappedBy[member.mappedBy] : undefined}
          data={people.data?.data.filter(({ state }) => state === 'active').map(({ id, name }) => ({ value: id, label: name })) ?? []}
          value={member.userId}
          onChange={(next) => place.mutate(next)}
        />
      ) : (
        <Text size="xs" c="dimmed">
          {member.userId ? nameOf(member.userId) : t.nobody}
        </Text>
      )}
    </div>
  );
}
