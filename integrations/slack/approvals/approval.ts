export interface ApprovalDecision {
  userId: string;
  /** In whose place, when it was a deputy. */
  for?: string;
  answer: 'approve' | 'reject';
  comment?: string;
  at: string;
}
