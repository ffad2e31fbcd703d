/** What came back, and what follows from it. The words are ours; the codes behind them are in `rules/`. */
export const BOUNCE_KINDS = ['hard', 'soft', 'block', 'complaint', 'auto_reply', 'none'] as const;
export type BounceKind = (typeof BOUNCE_KINDS)[number];

export const REASONS = {
  mailbox_unknown: { kind: 'hard', sentence: 'There is no such mailbox.' },
  domain_unknown: { kind: 'hard', sentence: 'The domain does not exist or takes no mail.' },
  bad_address: { kind: 'hard', sentence: 'The address is not written correctly.' },
  disabled: { kind: 'hard', sentence: 'The mailbox was closed.' },
  moved: { kind: 'hard', sentence: 'The person has moved to another address.' },
  mailbox_full: { kind: 'soft', sentence: 'The mailbox is full.' },
  too_large: { kind: 'soft', sentence: 'The mail is larger than they take.' },
  greylisted: { kind: 'soft', sentence: 'The server asks unknown senders to come again.' },
  receiving_too_fast: { kind: 'soft', sentence: 'They are getting too much mail just now.' },
  network: { kind: 'soft', sentence: 'Their server could not be reached.' },
  expired: { kind: 'soft', sentence: 'It could not be delivered in days of trying.' },
  loop: { kind: 'soft', sentence: 'The mail went round in circles there.' },
  system: { kind: 'soft', sentence: 'Their mail system has a problem.' },
  list: { kind: 'soft', sentence: 'A mailing list there could not pass it on.' },
  delayed: { kind: 'none', sentence: 'It is late, and still being tried.' },
  reputation: { kind: 'block', sentence: 'Our sending address or domain has a poor reputation with them.' },
  blocklist: { kind: 'block', sentence: 'Our sending address stands on a block list.' },
  authentication: { kind: 'block', sentence: 'SPF, DKIM or DMARC of our domain did not satisfy them.' },
  rate: { kind: 'block', sentence: 'We send more than they take at a time.' },
  policy: { kind: 'block', sentence: 'A rule of theirs refuses it.' },
  internal_only: { kind: 'block', sentence: 'This mailbox takes mail from inside its organization only.' },
  content: { kind: 'block', sentence: 'They did not like what is in the mail.' },
  relay_denied: { kind: 'block', sentence: 'Their server does not handle mail for this domain.' },
  own_quota: { kind: 'block', sentence: 'Our own account has sent all it may for now.' },
  own_account: { kind: 'block', sentence: 'Our own sign-in at the outgoing server was refused.' },
  own_sender: { kind: 'block', sentence: 'They do not accept the address we send from.' },
  tls: { kind: 'block', sentence: 'They want an encrypted connection that we did not offer.' },
  protocol: { kind: 'block', sentence: 'The servers did not understand each other.' },
  undetermined: { kind: 'soft', sentence: 'It came back, and does not say why.' },
  complaint: { kind: 'complaint', sentence: 'The reader marked it as spam.' },
  out_of_office: { kind: 'auto_reply', sentence: 'The person is away.' },
  left_company: { kind: 'auto_reply', sentence: 'The person does not work there any more.' },
  auto_reply: { kind: 'auto_reply', sentence: 'A machine answered.' },
  challenge: { kind: 'auto_reply', sentence: 'A machine asks the sender to prove that they are a person.' },
  none: { kind: 'none', sentence: 'It is no bounce.' },
} as const satisfies Record<string, { kind: BounceKind; sentence: string }>;
export type Reason = keyof typeof REASONS;
export const REASON_NAMES = Object.keys(REASONS) as Reason[];

/** What the hub does by itself. */
export type Consequence = 'suppress' | 'count' | 'nothing' | 'alert' | 'suppress_marketing' | 'note';
export const consequenceOf = (kind: BounceKind): Consequence => {
  switch (kind) {
    case 'hard':
      return 'suppress';
    case 'soft':
      return 'count';
    case 'block':
      return 'alert';
    case 'complaint':
      return 'suppress_marketing';
    case 'auto_reply':
      return 'note';
    case 'none':
      return 'nothing';
  }
};
