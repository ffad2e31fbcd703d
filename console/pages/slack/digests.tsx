import { Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { useChange } from '../settings/pieces.tsx';
import { ZONES } from '../settings/queries.ts';
import { MessagePreview } from './message-preview.tsx';
import { digestsQuery } from './queries.ts';
import classes from './slack.module.css';

const t = texts.slack;
type Digest = Schemas['SlackDigest'];

/** Who reads a digest, when it comes, and what will stand in it. */
export function Digests() {
  const query = useQuery(digestsQuery);
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t.digestsLead}
      </Text>
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.noDigests}</Empty>}>
        {({ data }) => (
          <Stack gap="md">
            {data.map((digest) => (
              <One key={digest.target} digest={digest} />
            ))}
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}

function One({ digest }: { digest: Digest }) {
  const mayManage = useMay()('slack:manage');
  const name = digest.kind === 'channel' ? `#${digest.name}` : digest.name;
  return (
    <section className="panel" aria-label={name}>
      <div className={`row ${classes.line}`}>
        <div className={classes.grow}>
          <Text size="sm" fw={600}>
            <bdi>{name}</bdi>
          </Text>
          <Text size="xs" c="dimmed">
            {[t.waiting(digest.waiting), digest.lastDay ? t.lastDigest(digest.lastDay) : t.neverDigest].join(' · ')}
          </Text>
        </div>
        {digest.channelId && mayManage ? (
          <When digest={digest} channelId={digest.channelId} />
        ) : (
          <Text size="xs" c="dimmed">
            {digest.digestAt ? t.digestIs(digest.digestAt, digest.timeZone) : t.noDigest}
          </Text>
        )}
      </div>
      {digest.blocks.length > 0 && (
        <div className={classes.inset}>
          <MessagePreview blocks={digest.blocks} />
        </div>
      )}
    </section>
  );
}

function When({ digest, channelId }: { digest: Digest; channelId: string }) {
  const [at, setAt] = useState(digest.digestAt ?? '');
  const change = useChange(
    (body: { digestAt?: string | null; timeZone?: string | null }) =>
      ask(hub.PATCH('/api/v1/slack/channels/{id}', { params: { path: { id: channelId } }, body })),
    ['slack'],
    { done: t.saved },
  );
  return (
    <div className={classes.controls}>
      <TextInput
        type="time"
        size="xs"
        label={t.digestAt}
        value={at}
        onChange={(event) => setAt(event.currentTarget.value)}
        onBlur={() => at !== (digest.digestAt ?? '') && change.mutate({ digestAt: at || null })}
      />
      <Select
        size="xs"
        label={t.zone}
        searchable
        data={ZONES}
        value={digest.timeZone}
        allowDeselect={false}
        onChange={(zone) => zone && zone !== digest.timeZone && change.mutate({ timeZone: zone })}
      />
      {change.error && <Failure error={change.error} />}
    </div>
  );
}
