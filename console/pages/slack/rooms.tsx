import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Empty, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { roomsQuery } from './queries.ts';
import classes from './slack.module.css';

const t = texts.slack;

export function Rooms() {
  const query = useQuery(roomsQuery);
  return (
    <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.noRooms}</Empty>}>
      {({ data }) => (
        <div className="panel">
          {data.map((room) => (
            <Link key={room.id} to="/deals/$id" params={{ id: room.dealId }} className={`card-link row ${classes.line}`}>
              <Text size="sm" fw={500} className={classes.grow} truncate>
                <bdi>{room.name ? `#${room.name}` : t.roomState.opening}</bdi>
              </Text>
              <Text size="xs" c="dimmed">
                {t.roomState[room.state] ?? room.state}
              </Text>
            </Link>
          ))}
        </div>
      )}
    </Loaded>
  );
}
