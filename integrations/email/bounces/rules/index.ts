import { largeReceivers } from './large-receivers.ts';
import { mailbox } from './mailbox.ts';
import { refusal } from './refusal.ts';
import { standing } from './standing.ts';
import type { TextRule } from './text-rule.ts';
import { way } from './way.ts';

/** They come before the codes, which are often general. The first that fits decides, so the order is part of the rules. */
export const textRules: readonly TextRule[] = [...largeReceivers, ...standing, ...mailbox, ...way, ...refusal];
