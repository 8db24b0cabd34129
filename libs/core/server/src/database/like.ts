/** The pattern for LIKE that finds a text anywhere, its own % and _ taken as they stand; null for nothing asked. */
export function likeOf(search: string | null | undefined): string | null {
  const text = search?.trim().slice(0, 100);
  return text ? `%${text.replace(/[\\%_]/g, '\\$&')}%` : null;
}
