/** Every word typed occurs somewhere, whatever the order. */
export function matches(text: string, typed: string): boolean {
  const hay = text.toLocaleLowerCase();
  return typed.toLocaleLowerCase().split(/\s+/).every((word) => hay.includes(word));
}
