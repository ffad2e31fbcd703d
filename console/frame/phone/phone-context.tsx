import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { texts } from '../../texts.ts';
import { askedHere } from './browser/use-line.ts';

export interface Dial {
  to: string;
  contactId?: string;
  dealId?: string;
}
interface Telephone {
  dial: (whom: Dial) => void;
  isDialling: boolean;
  /** Why the last call was not made; stays until it is put away. */
  refusal: string | undefined;
  dismiss: () => void;
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
}
const Context = createContext<Telephone>({
  dial: () => undefined,
  isDialling: false,
  refusal: undefined,
  dismiss: () => undefined,
  isOpen: false,
  setOpen: () => undefined,
});
export const usePhone = (): Telephone => useContext(Context);

/** One telephone for the whole console: pages ask it to call, and `tel:` links end here too. */
export function PhoneProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const place = useMutation({
    mutationFn: ({ to, contactId, dealId }: Dial) =>
      ask(hub.POST('/api/v1/voip/calls', { body: { to, dryRun: false, ...(contactId ? { contactId } : {}), ...(dealId ? { dealId } : {}) } })),
    onSuccess: ({ call, guard }) => {
      if (call) askedHere(call.id);
      const again = guard.nextAllowedAt ? ` ${texts.phone.again(new Date(guard.nextAllowedAt).toLocaleString())}.` : '';
      setRefusal(guard.allowed || call ? undefined : `${guard.sentence ?? texts.phone.refused}${again}`);
      void queries.invalidateQueries({ queryKey: ['calls'] });
    },
    onError: (error) => setRefusal(error.message),
    onSettled: () => setOpen(true),
  });
  const { mutate, isPending } = place;
  useEffect(() => {
    const capture = (event: MouseEvent) => {
      const link = (event.target as Element | null)?.closest?.('a[href^="tel:"]');
      if (!link) return;
      event.preventDefault();
      mutate({ to: (link.getAttribute('href') ?? '').slice('tel:'.length) });
    };
    document.addEventListener('click', capture);
    return () => document.removeEventListener('click', capture);
  }, [mutate]);
  const value = useMemo(
    () => ({
      dial: (whom: Dial) => {
        setRefusal(undefined);
        notifications.clean();
        mutate(whom);
      },
      isDialling: isPending,
      refusal,
      dismiss: () => setRefusal(undefined),
      isOpen,
      setOpen,
    }),
    [isPending, mutate, refusal, isOpen],
  );
  return <Context value={value}>{children}</Context>;
}
