/** What is said in the demo. Each is a start and what may be answered. */
export const MAILS: readonly { subject: string; text: string; reply: string }[] = [
  {
    subject: 'Pricing for 40 seats',
    text: 'Hello,\n\nwe are now 40 people who would use it. Could you send us the price per year, and what changes at 50?\n\nThank you',
    reply: 'Thank you, that is within our budget. I will take it to the board on Thursday.',
  },
  {
    subject: 'Question about the trial',
    text: 'Hi,\n\nour trial ends on Friday and two colleagues have not been able to look yet. Can we have another week?\n\nBest',
    reply: 'Perfect, another week is all we need.',
  },
  {
    subject: 'Security questionnaire',
    text: 'Dear team,\n\nour security department asks you to fill in the attached 40 questions. Most are about where data is kept.\n\nKind regards',
    reply: 'Received, with thanks. They have one more question about backups.',
  },
  {
    subject: 'Moving our call to Wednesday',
    text: 'Hello,\n\nsomething came up on Tuesday. Would Wednesday at ten suit you?\n\nThanks',
    reply: 'Wednesday at ten it is.',
  },
  {
    subject: 'Contract: two small changes',
    text: 'Good morning,\n\nlegal would like 30 days for payment instead of 14, and the notice period in writing. The rest is fine.\n\nRegards',
    reply: 'Both changes are in. Signed copy attached.',
  },
  {
    subject: 'Thank you for the demo',
    text: 'Hello,\n\nthat was a good hour. The team liked the timeline most. What would a start in April look like?\n\nBest wishes',
    reply: 'April works. Let us plan the kick-off.',
  },
  {
    subject: 'Invoice 2026-114',
    text: 'Hello,\n\nthe invoice still has our old address on it. Could you send a corrected one?\n\nThanks',
    reply: 'Got it, paid today.',
  },
];
export const MEETINGS: readonly string[] = ['Introduction', 'Demo', 'Pricing and next steps', 'Security review', 'Kick-off', 'Quarterly review', 'Site visit'];
export const NOTES: readonly string[] = [
  'Prefers a call before ten. Decides together with the finance director.',
  'They use a spreadsheet today and know it will not hold another season.',
  'Met at the fair in Hannover; asked for references from the same trade.',
  'Budget is free from April. Competitor has quoted, but support was slow.',
  'Wants the contract in their own language.',
];
export const TODOS: readonly string[] = [
  'Send the offer',
  'Call back about the trial',
  'Prepare the demo',
  'Ask for a reference',
  'Check the contract',
  'Congratulate on the new job',
];
export const SLACK: readonly string[] = [
  'Anybody met them at the fair?',
  'They want the annual plan.',
  'Contract is back, signed!',
  'Demo went well, they asked for references.',
  'Heads-up: procurement joins tomorrow’s call.',
];
