/** One Chinese character, or the first letters of up to two words. */
export function initials(name: string): string {
  const [han] = /\p{Script=Han}/u.exec(name) ?? [];
  if (han) return han;
  return name.split(/\s+/).slice(0, 2).map((word) => word.charAt(0).toUpperCase()).join('');
}
