import { Button, FileButton, Group, Input } from '@mantine/core';
import { texts } from '../../texts.ts';
import { useUpload } from './upload.ts';

const t = texts.holdMusic;

/** What whoever waits hears: a sound of one's own, or what `otherwise` says. */
export function HoldMusic({ fileId, otherwise, onChange }: { fileId: string | null; otherwise: string; onChange: (fileId: string | null) => void }) {
  const upload = useUpload(onChange);
  return (
    <Input.Wrapper label={t.label} description={fileId ? t.own : otherwise} size="sm" {...(upload.error ? { error: upload.error.message } : {})}>
      <Group gap="xs" mt={6}>
        <FileButton accept="audio/wav,audio/x-wav,audio/mpeg" onChange={(file) => file && upload.mutate(file)}>
          {(props) => (
            <Button {...props} size="xs" variant="default" loading={upload.isPending}>
              {t.upload}
            </Button>
          )}
        </FileButton>
        {fileId && (
          <Button size="xs" variant="subtle" onClick={() => onChange(null)}>
            {t.remove}
          </Button>
        )}
      </Group>
    </Input.Wrapper>
  );
}
