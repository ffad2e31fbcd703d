import type { Transaction } from './models.ts';
import type { Env } from './provider.ts';
import type { Secret } from './secret.ts';
import type { Challenge, RawRequest, Scheme } from './verification.ts';

/** One event inside a webhook request: providers send one, or lists. */
export interface InboundEvent {
  /** Provider's event id, or a hash of what makes it unique. Dropped when it comes again. */
  eventId: string;
  type: string;
  /** Events of one key are handled one after the other. */
  orderingKey?: string;
  /** Provider's sequence within the key, when it has one. */
  sequence?: number;
  /** Which connection: the provider's account id (`Connection.externalId`). */
  accountId?: string;
  /** What the handler gets; JSON. The raw bytes are kept beside it, sealed. */
  payload: unknown;
}

export interface WebhookReply {
  status?: number;
  contentType: string;
  body: string;
}

export interface WebhookDefinition<Ctx = unknown> {
  provider: string;
  /** Last segment of `/integrations/:name/webhooks/:provider/:topic`. */
  topic?: string;
  methods?: readonly ('GET' | 'POST')[];
  scheme: Scheme;
  /**
   * The same scheme with what the installation has to say to it, such as from whom a token must be. Undefined: it is not set
   * up, and `scheme`, which must then be one that proves nothing, is the answer.
   */
  schemeFor?: (env: Env) => Scheme | undefined;
  /** Installation-wide secrets from the environment; a connection's own secret is looked up by `connectionSecret`. */
  envSecrets?: (env: Env) => readonly (Secret | undefined)[];
  /** Field of a connection's credentials that holds its signing secret; the route then takes `?connection=`. */
  connectionSecret?: string;
  challenge?: Challenge;
  /** Pure: raw request → events. A request that verifies but cannot be read is stored with the reason, answered 2xx. */
  parse: (request: RawRequest) => readonly InboundEvent[];
  /** Inside the batch's transaction, with a savepoint of its own: SQL, `events`, `tasks`, `effects.reserve`. Must converge in any order. */
  handle: (ctx: Ctx, tx: Transaction, event: InboundEvent & { receivedAt: Date }) => Promise<void>;
  /**
   * Instead of `handle`, for what comes by the thousand: events of one connection that wait together, in few statements, in
   * one savepoint. When it throws, each is handled by itself and fails by itself.
   */
  handleAll?: (ctx: Ctx, tx: Transaction, events: readonly (InboundEvent & { receivedAt: Date })[]) => Promise<void>;
  /** Content to answer with. Read-only, from memory and published versions. */
  reply?: (ctx: Ctx, events: readonly InboundEvent[], request: RawRequest) => Promise<WebhookReply> | WebhookReply;
  /** Answers before the insert, even while the database is away; the event goes through the journal file. */
  replyFirst?: boolean;
  /** Deadline of the provider for an answer with content. */
  replyWithinMs?: number;
  /** Sent when `reply` is late, or when no connection knows the account. */
  holdingReply?: WebhookReply;
  success?: { status: number; contentType?: string; body?: string };
  maxBodyBytes?: number;
}
