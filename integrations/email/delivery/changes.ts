import type { Delivery, Mark } from './fold.ts';

export interface Change {
  type: 'message.delivered' | 'message.bounced' | 'message.complained' | 'message.opened' | 'message.clicked' | 'message.unsubscribed';
  at: string;
}

const told: Readonly<Partial<Record<Mark, Change['type']>>> = {
  delivered: 'message.delivered',
  complained: 'message.complained',
  unsubscribed: 'message.unsubscribed',
};
const byPerson = { opened: 'message.opened', clicked: 'message.clicked' } as const;

/** What is new between two folds and worth an event: each thing once, and opens and clicks only when a person did it. */
export function changesBetween(before: Delivery | undefined, after: Delivery): Change[] {
  const changes: Change[] = [];
  for (const mark of ['delivered', 'complained', 'unsubscribed'] as const) {
    const [was, is] = [before?.marks[mark], after.marks[mark]];
    const type = told[mark];
    if (is && !was && type) changes.push({ type, at: is.first });
  }
  for (const mark of ['opened', 'clicked'] as const) {
    const is = after.marks[mark]?.firstByPerson;
    if (is && !before?.marks[mark]?.firstByPerson) changes.push({ type: byPerson[mark], at: is });
  }
  const isWorse = after.marks.bounced && (!before?.marks.bounced || (after.state === 'hard_bounced' && before.state !== 'hard_bounced'));
  if (isWorse) changes.push({ type: 'message.bounced', at: after.decided.at });
  return changes;
}
