/** What a token may carry. Short: it stands in an address. */
export type LinkData = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Addresses for people without an account: booking pages, tracked links, unsubscribing. A token carries its workspace and
 * its data in clear, proven by an HMAC under a key of the workspace and the purpose: nothing is stored, it cannot be made
 * or changed by anybody else, and erasing the workspace ends it. It is no secret beyond being hard to guess.
 */
export interface Links {
  /** The public origin and this path. */
  url(path: `/${string}`): string;
  /** Makes tokens of a purpose; the function itself awaits nothing, so that thousands are made at a time. */
  signer(purpose: string): Promise<(data: LinkData, options?: { expiresAt?: Date }) => string>;
  /** What a token of this workspace carries; undefined when it is forged, changed, over or somebody else's. */
  open(purpose: string, token: string): Promise<LinkData | undefined>;
  /**
   * Takes a name in a space that all workspaces of the installation share, such as `book` / `jane`. 1–80 letters a–z,
   * digits, `-`. False: somebody has it. Taking one's own again changes its subject. Joins an open transaction.
   */
  claim(space: string, name: string, subjectId: string): Promise<boolean>;
  /** Gives a name of this workspace back; no error when it is not taken. Joins an open transaction. */
  release(space: string, name: string): Promise<void>;
}
