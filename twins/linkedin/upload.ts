import type { Route } from '../http/router.ts';
import { lookUp, type Store } from '../store.ts';
import { linkedinError } from './errors.ts';
import type { LinkedInData } from './store.ts';

/** Where the bytes of a picture go; a post may use it only after that. */
export const uploadRoute = (store: Store<LinkedInData>): Route => ({
  method: 'PUT',
  path: '/linkedin/api/uploads/{id}',
  handle: (request) => {
    const row = lookUp(store.data.uploads, `urn:li:image:${request.params.id ?? ''}`);
    if (!row) return linkedinError(404, 'no such upload');
    row.size = request.rawBody.length;
    return { status: 201, headers: {}, body: '' };
  },
});
