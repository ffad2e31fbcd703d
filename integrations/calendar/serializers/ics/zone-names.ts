import { isZone } from '../../availability/zone.ts';
import { ianaOf } from '../windows-zones.ts';

/** A zone in our names: IANA's, Windows', or with a path before it as some programs write it (`/freeassociation.sourceforge.net/Europe/Berlin`). */
export function zoneNamed(name: string): string | undefined {
  const bare = name.replaceAll('"', '').trim();
  if (isZone(bare)) return bare;
  const parts = bare.split('/');
  for (const take of [3, 2]) {
    const tail = parts.slice(-take).join('/');
    if (parts.length > take && isZone(tail)) return tail;
  }
  return ianaOf(bare);
}
