import type { ImapFlow } from 'imapflow';

export interface RemoteFolder {
  path: string;
  role: 'inbox' | 'sent' | 'drafts' | 'junk' | 'trash' | 'archive' | 'all' | 'flagged' | null;
}
const ROLES: Readonly<Record<string, RemoteFolder['role']>> = {
  '\\Inbox': 'inbox',
  '\\Sent': 'sent',
  '\\Drafts': 'drafts',
  '\\Junk': 'junk',
  '\\Trash': 'trash',
  '\\Archive': 'archive',
  '\\All': 'all',
  '\\Flagged': 'flagged',
};

/** The folders that hold mail, with what they are for. */
export async function listFolders(client: ImapFlow): Promise<RemoteFolder[]> {
  const all = await client.list();
  return all
    .filter(({ flags, listed }) => listed !== false && !flags.has('\\Noselect') && !flags.has('\\NonExistent'))
    .map(({ path, specialUse }) => ({ path, role: path.toUpperCase() === 'INBOX' ? 'inbox' : (ROLES[specialUse ?? ''] ?? null) }));
}

/** Which are read: the chosen ones, or all but those that hold no correspondence. "All mail" stands for everything in it. */
export function foldersToRead(folders: readonly RemoteFolder[], chosen: readonly string[] | undefined): RemoteFolder[] {
  if (chosen) return folders.filter(({ path }) => chosen.includes(path));
  const all = folders.find(({ role }) => role === 'all');
  if (all) return [all];
  return folders.filter(({ role }) => role !== 'drafts' && role !== 'junk' && role !== 'trash' && role !== 'flagged');
}
