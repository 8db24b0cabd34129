/** The entry whose address is the longest beginning of the page's. */
export function bestMatch<Item extends { to: string }>(items: readonly Item[], pathname: string): Item | undefined {
  return items
    .filter(({ to }) => pathname === to || (to !== '/' && pathname.startsWith(`${to}/`)))
    .sort((one, other) => other.to.length - one.to.length)[0];
}
