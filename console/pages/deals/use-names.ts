import { useQuery } from '@tanstack/react-query';
import { texts } from '../../texts.ts';
import { peopleQuery } from './queries.ts';

/** People of the workspace by id. */
export function useNames(): (id: string) => string {
  const { data } = useQuery(peopleQuery);
  const names = new Map(data?.data.map((person) => [person.id, person.name]));
  return (id) => names.get(id) ?? texts.records.record.nobody;
}
