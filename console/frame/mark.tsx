/** Two jacks and a cable, drawn as one line. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" aria-hidden="true">
      <circle cx="8" cy="9" r="4" />
      <circle cx="24" cy="9" r="4" />
      <path d="M8 13v4c0 9 16 9 16 0v-4" />
    </svg>
  );
}
