/** A value as it is kept: blank is null (law 8), and half a surrogate pair becomes U+FFFD. */
export function kept(value: string | null | undefined): string | null {
  return value === null || value === undefined || value === '' ? null : asUtf8(value);
}

/** A text as UTF-8 holds it: half a surrogate pair is U+FFFD. */
export const asUtf8 = (text: string): string => (wellFormed(text) ? text : Buffer.from(text, 'utf8').toString('utf8'));

/** Whether every surrogate has its other half. ES2024's String.prototype.isWellFormed, which Node 20 has and TypeScript's ES2023 does not. */
export function wellFormed(value: string): boolean {
  return (value as unknown as { isWellFormed(): boolean }).isWellFormed();
}
