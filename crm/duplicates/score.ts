export const REASONS = ['email', 'phone', 'linkedin', 'name_and_domain'] as const;
export type ReasonKind = (typeof REASONS)[number];
export interface Reason {
  kind: ReasonKind;
  value: string;
}

/** How likely two are one person because of this alone: a profile is one person's, a number may be a house's. */
const LIKELY: Readonly<Record<ReasonKind, number>> = { linkedin: 0.95, name_and_domain: 0.7, email: 0.6, phone: 0.5 };

/** 0 to 100. Each kind of reason counts once, and what several say together weighs more. */
export function scoreOf(reasons: readonly Reason[]): number {
  const unlikely = [...new Set(reasons.map(({ kind }) => kind))].reduce((rest, kind) => rest * (1 - LIKELY[kind]), 1);
  return Math.round((1 - unlikely) * 100);
}
