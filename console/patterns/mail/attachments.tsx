import { Button, Checkbox, FileButton, Pill } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { texts } from '../../texts.ts';
import classes from './composer.module.css';

const t = texts.mail;

interface Attached {
  id: string;
  name: string;
  size: number;
  isPicture: boolean;
}
/** In a mail a file grows by a third, and many servers take no more than twenty megabytes. */
const MOST_INSIDE = 14 * 1_048_576;
const PICTURE = /^image\/(?:png|jpe?g|gif|webp)$/;
const escaped = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>');
const pictureOf = ({ id, name }: Attached) => `<br><img src="cid:${id}" alt="${escaped(name).replaceAll('"', '&quot;')}" style="max-width: 100%">`;

/** Files of a mail that is being written, uploaded as they are chosen. */
export function useAttachments() {
  const [files, setFiles] = useState<Attached[]>([]);
  const [isInside, setInside] = useState(false);
  const [asLinks, setAsLinks] = useState<boolean>();
  const attach = useMutation({
    mutationFn: async (chosen: File) => {
      const form = new FormData();
      form.append('file', chosen);
      const answer = await window.fetch('/api/v1/files', { method: 'POST', body: form });
      if (!answer.ok) throw new Error(((await answer.json()) as { detail: string }).detail);
      return { id: ((await answer.json()) as { id: string }).id, name: chosen.name, size: chosen.size, isPicture: PICTURE.test(chosen.type) };
    },
    onSuccess: (file) => setFiles((before) => [...before, file]),
  });
  const isLarge = files.reduce((sum, { size }) => sum + size, 0) > MOST_INSIDE;
  const areLinks = asLinks ?? isLarge;
  const pictures = isInside ? files.filter(({ isPicture }) => isPicture) : [];
  return {
    files,
    isInside,
    setInside,
    areLinks,
    setAsLinks,
    attach,
    remove: (file: Attached) => setFiles((before) => before.filter((each) => each !== file)),
    /** As the mail is sent: pictures that are shown inside need a page to stand in. */
    asSent: (text: string) => ({
      attachments: files.map((file) => ({
        fileId: file.id,
        name: file.name,
        ...(pictures.includes(file) ? { contentId: file.id } : areLinks ? { asLink: true } : {}),
      })),
      ...(pictures.length > 0 ? { html: `${escaped(text)}${pictures.map(pictureOf).join('')}` } : {}),
    }),
  };
}
type Attachments = ReturnType<typeof useAttachments>;

export function AttachedFiles({ files, remove, isInside, setInside, areLinks, setAsLinks }: Attachments) {
  return (
    <>
      {files.length > 0 && (
        <Pill.Group>
          {files.map((file) => (
            <Pill
              key={file.id}
              className={classes.file}
              withRemoveButton
              removeButtonProps={{ 'aria-label': t.dropFile(file.name) }}
              onRemove={() => remove(file)}
            >
              {file.name}
            </Pill>
          ))}
        </Pill.Group>
      )}
      {files.length > 0 && (
        <Checkbox size="xs" label={t.asLinks} description={t.asLinksHint} checked={areLinks} onChange={(event) => setAsLinks(event.currentTarget.checked)} />
      )}
      {files.some(({ isPicture }) => isPicture) && (
        <Checkbox size="xs" label={t.inside} checked={isInside} onChange={(event) => setInside(event.currentTarget.checked)} />
      )}
    </>
  );
}

export function AttachButton({ attach }: Attachments) {
  return (
    <FileButton onChange={(chosen) => chosen && attach.mutate(chosen)}>
      {(button) => (
        <Button {...button} size="xs" variant="subtle" loading={attach.isPending} leftSection={<IconPaperclip size={14} />}>
          {t.attach}
        </Button>
      )}
    </FileButton>
  );
}
