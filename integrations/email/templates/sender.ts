import type { Context } from '#sdk';
import type { Sender } from '../store/merge-data.ts';

const parts = (name: string) => {
  const words = name.trim().split(/\s+/);
  return { firstName: words[0] ?? '', lastName: words.slice(1).join(' ') };
};
export const senderNamed = (name: string, email: string): Sender => ({ name, email, ...parts(name) });

/** Who is behind the context, or the person named, as templates speak of them. */
export async function senderOf(ctx: Context, userId?: string | null): Promise<Sender> {
  const { actor } = ctx;
  const own = actor.kind === 'person' ? actor.userId : actor.kind === 'key' ? actor.actAs : actor.kind === 'playbook' ? actor.userId : undefined;
  const id = userId ?? own;
  const person = id ? await ctx.people.get(id) : undefined;
  return person ? senderNamed(person.name || person.email, person.email) : senderNamed('Your team', '');
}
