import { Button, Group, Modal, Select, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { texts } from '../../texts.ts';
import type { Deal } from './queries.ts';

const t = texts.deals;

/** A lost deal needs a reason: asked once, in one place. */
export function LostDialog({
  deal,
  onClose,
  onLost,
}: {
  deal: Deal | undefined;
  onClose: () => void;
  onLost: (reason: { lossReason: NonNullable<Deal['lossReason']>; lossReasonDetail: string | null }) => void;
}) {
  const [reason, setReason] = useState<string | null>(null);
  const [detail, setDetail] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason) onLost({ lossReason: reason as NonNullable<Deal['lossReason']>, lossReasonDetail: detail.trim() || null });
  };
  return (
    <Modal opened={deal !== undefined} onClose={onClose} title={t.lostTitle}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Select
            label={t.lostReason}
            required
            data-autofocus
            data={Object.entries(t.reasons).map(([value, label]) => ({ value, label }))}
            value={reason}
            onChange={setReason}
          />
          <Textarea label={t.lostDetail} autosize minRows={2} value={detail} onChange={(event) => setDetail(event.currentTarget.value)} />
          <Group justify="flex-end">
            <Button type="submit" color="red" disabled={!reason}>
              {t.lostSubmit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
