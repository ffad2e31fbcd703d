import { type ConnectedContext, type Connection, PatchbayError } from '#sdk';
import type { SuppressionReason } from '../models/delivery.ts';
import { mailgunLists } from './mailgun-lists.ts';
import { sendgridLists } from './sendgrid-lists.ts';

/** One entry of a provider's own list. */
export interface RemoteEntry {
  address: string;
  reason: SuppressionReason;
  since: Date;
  evidence: Record<string, string>;
}
/** The lists to which a provider sends nothing, in one vocabulary. */
export interface RemoteLists {
  read(ctx: ConnectedContext): AsyncIterable<readonly RemoteEntry[]>;
  /** Puts addresses on the list that fits their reason. */
  add(ctx: ConnectedContext, entries: readonly RemoteEntry[]): Promise<void>;
  /** Takes an address off all lists of the provider. */
  remove(ctx: ConnectedContext, address: string): Promise<void>;
}

export const keepsLists = ({ provider, status, data }: Connection): boolean =>
  status === 'active' && (provider === 'sendgrid' || provider === 'mailgun') && data.keepsLists === true;

export const remoteLists = (provider: string): RemoteLists => {
  switch (provider) {
    case 'sendgrid':
      return sendgridLists;
    case 'mailgun':
      return mailgunLists;
    default:
      throw new PatchbayError('invalid_input', { detail: 'This provider keeps no lists.' });
  }
};

export const isGone = (error: unknown): boolean => error instanceof PatchbayError && error.details.facts?.status === 404;
