import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { texts } from '../../texts.ts';
import { peopleQuery } from './queries.ts';

/** People of the workspace by id; the same function as long as they are. */
export function useNames(): (id: string) => string {
  const { data } = useQuery(peopleQuery);
  return useMemo(() => {
    const names = new Map(data?.data.map((person) => [person.id, person.name]));
    return (id) => names.get(id) ?? texts.records.record.nobody;
  }, [data]);
}
