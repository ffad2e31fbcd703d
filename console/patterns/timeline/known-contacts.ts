import { createContext, useContext } from 'react';

/** Contacts whose names the page knows, by id: a mail often comes with an address alone. */
export const KnownContacts = createContext<Readonly<Record<string, string>>>({});
export const useKnownContacts = () => useContext(KnownContacts);
