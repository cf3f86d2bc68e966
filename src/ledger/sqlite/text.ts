/** A value as it is kept: blank is null (law 8), and half a surrogate pair, which UTF-8 cannot hold, becomes U+FFFD. */
export function kept(value: string | null | undefined): string | null {
  return value === null || value === undefined || value === '' ? null : value.toWellFormed();
}
