import { Button } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useState } from 'react';
import { Waiting } from '../../frame/states.tsx';
import { ComposerForm, type MailComposerProps } from './composer-form.tsx';
import { useDraft } from './use-draft.ts';

/** A mail written where it belongs. It can be called back for ten seconds after Send. */
export function MailComposer(props: MailComposerProps) {
  const [isOpen, setOpen] = useState(false);
  if (!isOpen)
    return (
      <Button
        variant="default"
        size="xs"
        leftSection={<IconMail size={14} />}
        data-quick="mail"
        onClick={() => setOpen(true)}
        style={{ alignSelf: 'flex-start' }}
      >
        {props.label}
      </Button>
    );
  return <Open {...props} onClose={() => setOpen(false)} />;
}

/** What was begun here is there again, before anybody writes over it. */
function Open(props: MailComposerProps & { onClose: () => void }) {
  const { threadId, contactId, dealId } = props;
  const draft = useDraft({ threadId, contactId, dealId });
  return draft.isKnown ? <ComposerForm {...props} draft={draft} /> : <Waiting rows={2} />;
}
