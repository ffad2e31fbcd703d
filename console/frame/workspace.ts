const YEAR_SECONDS = 365 * 24 * 3600;

/** Which workspace this browser looks at: a cookie, because links, downloads and live streams send no header of ours. */
export function enterWorkspace(id: string | undefined, path = '/'): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that we serve
  document.cookie = `patchbay-workspace=${id ?? ''}; path=/; samesite=lax; max-age=${id ? YEAR_SECONDS : 0}`;
  // Everything that is shown belongs to the other workspace.
  window.location.assign(path);
}
