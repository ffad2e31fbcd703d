import { Anchor, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { CampaignDraft } from './campaign-draft.tsx';
import { CampaignLive } from './campaign-live.tsx';
import { campaignQuery } from './queries.ts';

/** A draft is prepared, everything else is watched. */
export function CampaignPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const query = useQuery(campaignQuery(id));
  return (
    <Stack gap="md">
      <Anchor component={Link} to="/outreach/campaigns" size="sm">
        {texts.outreach.back.campaigns}
      </Anchor>
      <Loaded query={query}>
        {(campaign) => (campaign.state === 'draft' ? <CampaignDraft key={campaign.id} campaign={campaign} /> : <CampaignLive campaign={campaign} />)}
      </Loaded>
    </Stack>
  );
}
