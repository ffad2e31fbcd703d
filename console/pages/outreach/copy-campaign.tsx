import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { sayFailed } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';
import { useChange } from '../settings/pieces.tsx';
import type { Campaign } from './queries.ts';

const t = texts.outreach;

/** Begins another one with the same plan, as a draft; its time is not copied. */
export function CopyCampaign({ campaign }: { campaign: Campaign }) {
  const navigate = useNavigate();
  const copy = useChange(
    () => {
      const { name, segmentId, contactIds, templateId, content, from, transports, topicId, tracking, localTime, throttle, variants, winner } = campaign;
      const plan = { segmentId, contactIds, templateId, content, from, transports, topicId, tracking, localTime, throttle, variants, winner };
      return ask(hub.POST('/api/v1/email/campaigns', { body: { ...plan, name: t.copyOf(name).slice(0, 200) } as never }));
    },
    ['campaigns'],
    { onDone: ({ id }) => void navigate({ to: '/outreach/campaigns/$id', params: { id } }) },
  );
  if (!useMay()('email:write')) return null;
  return (
    <Button size="xs" variant="default" loading={copy.isPending} onClick={() => copy.mutate(undefined, { onError: sayFailed })}>
      {t.copy}
    </Button>
  );
}
