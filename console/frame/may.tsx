import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode } from 'react';
import { meQuery } from './person.tsx';

/** Resources that `*` never means: what runs the hub is named one by one (`GET /roles`). */
const ADMINISTRATIVE = ['api-keys', 'audit', 'connections', 'exports', 'operations', 'settings', 'teams', 'users', 'webhooks', 'workspace'];

export function mayWith(permissions: readonly string[], permission: string): boolean {
  const [resource = '', verb = ''] = permission.split(':');
  return permissions.includes(permission) || (permissions.includes(`*:${verb}`) && !ADMINISTRATIVE.includes(resource));
}

/** What is not allowed is not offered; the hub decides in any case. Until it is known who asks, nothing is. */
export function useMay(): (permission: string) => boolean {
  const { data: me } = useQuery(meQuery);
  return (permission) => mayWith(me?.permissions ?? [], permission);
}

export const Allowed = ({ to, children }: { to: string; children: ReactNode }) => (useMay()(to) ? children : null);

/** Whether the fields of the record around may be changed. */
export const MayChange = createContext(true);
