import { asId, type Context, type FileId, PatchbayError, type RouteInput } from '#sdk';
import { personOf } from '../calls/place.ts';
import { type During, type Greeting, greetingsOf, type Owner, removeGreeting, setGreeting } from '../sounds/greetings.ts';

type Named = { ownerKind: Owner['ownerKind']; ownerId: string };
type Of<P, B> = RouteInput<P, undefined, B>;

const view = ({ during, text, fileId, contentType, updatedAt }: Greeting) => ({ during, text, fileId, contentType, updatedAt: updatedAt.toISOString() });
/** `me` for one's own. */
function ownerOf(ctx: Context, { ownerKind, ownerId }: Named): Owner {
  const id = ownerId === 'me' && ownerKind === 'person' ? personOf(ctx) : ownerId;
  if (!id || id === 'me') throw new PatchbayError('person_needed');
  return { ownerKind, ownerId: id };
}

export const greetingList = async (ctx: Context, { params }: Of<Named, undefined>) => ({ data: (await greetingsOf(ctx, ownerOf(ctx, params))).map(view) });
export const putGreeting = async (ctx: Context, { params, body }: Of<Named & { during: During }, { text?: string | undefined; fileId?: string | undefined }>) =>
  view(await setGreeting(ctx, ownerOf(ctx, params), params.during, body));
export async function dropGreeting(ctx: Context, { params }: Of<Named & { during: During }, undefined>) {
  await removeGreeting(ctx, ownerOf(ctx, params), params.during);
  return null;
}
/** Heard in the console before callers hear it. */
export async function greetingSound(ctx: Context, { params }: Of<Named & { during: During }, undefined>): Promise<FileId> {
  const fileId = (await greetingsOf(ctx, ownerOf(ctx, params))).find(({ during }) => during === params.during)?.fileId;
  if (!fileId) throw new PatchbayError('not_found');
  return asId<FileId>(fileId);
}
