import { gmailMailbox } from '../client/gmail.ts';
import { graphMailbox } from '../client/graph.ts';
import type { RemoteMailbox } from './remote-mailbox.ts';

const MAILBOXES: readonly RemoteMailbox[] = [gmailMailbox, graphMailbox];

/** The mailbox behind a connection, where it is one that is read over an API. */
export const remoteMailboxOf = (provider: string): RemoteMailbox | undefined => MAILBOXES.find((each) => each.provider === provider);
