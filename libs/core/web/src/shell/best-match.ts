/** The entry to which the page belongs: the longest beginning of its address, of those that the entries name. */
export function bestMatch<Item extends { to: string; also?: readonly string[] }>(items: readonly Item[], pathname: string): Item | undefined {
  const covers = (path: string): boolean => pathname === path || (path !== '/' && pathname.startsWith(`${path}/`));
  return items
    .flatMap((item) => [item.to, ...(item.also ?? [])].filter(covers).map((path) => ({ item, length: path.length })))
    .sort((one, other) => other.length - one.length)[0]?.item;
}
