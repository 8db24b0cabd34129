/** A person's initials in a circle. */
export function Avatar({ name }: { name: string }) {
  return (
    <span
      aria-hidden
      className="flex size-9 shrink-0 items-center justify-center rounded-full bg-primary-soft font-semibold text-primary"
    >
      {initials(name)}
    </span>
  );
}

/** The given name's last character in Chinese, up to two first letters elsewhere. */
function initials(name: string): string {
  const han = /\p{Script=Han}+/u.exec(name)?.[0];
  if (han) return han.slice(-1);
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
}
