export type FeatureStatus = 'available' | 'needs_setup' | 'needs_approval' | 'import_only';

export interface Feature {
  /** `<integration>.<feature>` */
  id: string;
  title: string;
  /** Scopes without which it does not work; compared with what was granted. */
  scopes: Readonly<Record<string, readonly string[]>>;
  /** Test that proves it, relative to the integration's folder. */
  proof: string;
  /** Set when the feature is not simply available: why, and what to do. */
  status?: { status: FeatureStatus; reason: string; nextStep?: string };
}

export const feature = (id: string, title: string, spec: { proof: string; scopes?: Feature['scopes']; status?: Feature['status'] }): Feature => ({
  id,
  title,
  scopes: spec.scopes ?? {},
  proof: spec.proof,
  ...(spec.status ? { status: spec.status } : {}),
});
