import { Text, useMantineStyleNonce } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ask, hub } from '../../api.ts';
import { Failure, Waiting } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import classes from './calendar.module.css';
import { type Draft, toChange } from './page-draft.ts';

const t = texts.booking;
const TYPING_MS = 350;

/** The page as guests would see it, as it is typed: made by the code that makes the page, saved nowhere. */
export function LivePreview({ draft, id }: { draft: Draft; id: string | undefined }) {
  const [settled] = useDebouncedValue(draft, TYPING_MS);
  const nonce = useMantineStyleNonce()?.() ?? '';
  const isComplete = settled.title.trim() !== '' && settled.hosts.length > 0;
  const page = toChange({ ...settled, slug: settled.slug || 'preview' }, false);
  const query = useQuery({
    queryKey: ['calendar', 'preview', id ?? 'new', page],
    queryFn: () =>
      ask(
        hub.POST('/api/v1/calendar/booking-pages/preview', {
          body: { page, language: navigator.language, ...(id ? { id } : {}), ...(nonce ? { nonce } : {}) } as never,
        }),
      ),
    enabled: isComplete,
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
  if (!isComplete)
    return (
      <Text size="sm" c="dimmed">
        {t.previewHint}
      </Text>
    );
  if (query.error) return <Failure error={query.error} />;
  if (!query.data) return <Waiting rows={6} />;
  // A picture: nothing in it can be clicked or run.
  return <iframe className={classes.frame ?? ''} srcDoc={query.data.html} sandbox="" tabIndex={-1} title={t.preview} />;
}
