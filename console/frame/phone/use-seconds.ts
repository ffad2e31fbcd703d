import { useEffect, useState } from 'react';

/** Seconds since a time, counted while it is looked at; below zero until it comes. */
export function useSeconds(since: string | null | undefined): number | undefined {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!since) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [since]);
  return since ? Math.round((now - Date.parse(since)) / 1000) : undefined;
}
