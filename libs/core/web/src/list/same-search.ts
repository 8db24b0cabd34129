/** Whether two addresses ask for the same thing. */
export function isSameSearch(one: Record<string, unknown>, other: Record<string, unknown>): boolean {
  const text = (search: Record<string, unknown>) =>
    Object.entries(search)
      .filter(([name, value]) => name !== 'columns' && value !== undefined)
      .map(([name, value]) => `${name}=${Array.isArray(value) ? [...value].sort().join() : String(value)}`)
      .sort()
      .join('&');
  return text(one) === text(other);
}
