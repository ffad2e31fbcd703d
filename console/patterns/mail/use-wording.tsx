import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask, hub } from '../../api.ts';
import { texts } from '../../texts.ts';
import type { Offer } from './completing-input.tsx';

const t = texts.mail;
const SECONDS_30 = 30_000;
const line = (label: string, hint: string) => (
  <>
    <Text size="sm">{label}</Text>
    <Text size="xs" truncate>
      {hint}
    </Text>
  </>
);

/** Words that are ready: templates to begin with, snippets and booking links to put in, each written for whom the mail is for. */
export function useWording({ contactId, dealId }: { contactId?: string | undefined; dealId?: string | undefined }) {
  const ready = useQuery({
    queryKey: ['templates', 'ready'],
    queryFn: () => ask(hub.GET('/api/v1/email/templates', { params: { query: {} } })),
    staleTime: SECONDS_30,
  });
  const pages = useQuery({ queryKey: ['calendar', 'pages'], queryFn: () => ask(hub.GET('/api/v1/calendar/booking-pages')), staleTime: SECONDS_30 });
  const all = ready.data?.data ?? [];
  const written = (id: string) =>
    ask(
      hub.POST('/api/v1/email/templates/{id}/preview', {
        params: { path: { id } },
        body: { show: contactId ? 'contact' : 'empty', ...(contactId ? { contactId } : {}), ...(dealId ? { dealId } : {}) },
      }),
    );
  const bookable = (pages.data?.data ?? []).filter(({ isActive }) => isActive);
  const offers: Offer[] = [
    ...all
      .filter(({ kind }) => kind === 'snippet')
      .map(({ id, name, shortcut }) => ({ id, label: `${shortcut ?? ''} ${name}`.trim(), shown: line(name, shortcut ? `/${shortcut}` : t.snippet) })),
    ...bookable.map(({ id, title, url }) => ({ id, label: `${t.bookingWords} ${title}`, shown: line(title, url) })),
  ];
  return {
    offers,
    insert: async ({ id }: Offer): Promise<string> => bookable.find((page) => page.id === id)?.url ?? (await written(id)).text,
    templates: all.filter(({ kind }) => kind === 'template').map(({ id, name, folder }) => ({ value: id, label: folder ? `${folder} / ${name}` : name })),
    written,
  };
}
