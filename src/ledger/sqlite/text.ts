/** A value as it is kept: blank is null (law 8), and half a surrogate pair, which UTF-8 cannot hold, becomes U+FFFD. */
export function kept(value: string | null | undefined): string | null {
  if (value === null || value === undefined || value === '') return null;
  return wellFormed(value) ? value : Buffer.from(value, 'utf8').toString('utf8');
}

/** Whether every surrogate has its other half. ES2024's String.prototype.isWellFormed, which Node 20 has and TypeScript's ES2023 does not. */
export function wellFormed(value: string): boolean {
  return (value as unknown as { isWellFormed(): boolean }).isWellFormed();
}
