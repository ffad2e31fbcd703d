import { useNavigate, useSearch } from '@tanstack/react-router';
import { createContext } from 'react';

export const BESIDE_KINDS = ['contact', 'organization', 'deal'] as const;
export type BesideKind = (typeof BESIDE_KINDS)[number];
/** What stands open beside the page, as it stands in the address: `contact.0199…`. */
export interface BesideSearch {
  beside?: string;
}

export const besideOf = ({ beside }: Record<string, unknown>): BesideSearch => (typeof beside === 'string' && readBeside(beside) ? { beside } : {});
export function readBeside(text: string | undefined): { kind: BesideKind; id: string } | undefined {
  const [kind, id] = text?.split('.') ?? [];
  const known = BESIDE_KINDS.find((each) => each === kind);
  return known && id && /^[0-9a-f-]{36}$/.test(id) ? { kind: known, id } : undefined;
}

/** Whether what is drawn stands in the panel at the side: one column, no keys of its own. */
export const IsBeside = createContext(false);

/** Opens a record beside the page that is open, closes it, and says which it is. */
export function useBeside() {
  const navigate = useNavigate();
  const { beside } = useSearch({ strict: false }) as BesideSearch;
  const go = (next: string | undefined) =>
    void navigate({
      to: '.',
      search: ((before: object) => {
        const { beside: _, ...rest } = before as BesideSearch;
        return next ? { ...rest, beside: next } : rest;
      }) as never,
    });
  return {
    opened: readBeside(beside),
    open: (kind: BesideKind, id: string) => go(`${kind}.${id}`),
    close: () => go(undefined),
  };
}
