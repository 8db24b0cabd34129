/** A text in which the words that were searched for are marked. */
export function Marked({ text, marks }: { text: string; marks: readonly { start: number; end: number }[] }) {
  const parts = marks.flatMap(({ start, end }, i) => [
    text.slice(marks[i - 1]?.end ?? 0, start),
    <mark key={start} className="rounded-[3px] bg-warn-soft text-inherit">{text.slice(start, end)}</mark>,
  ]);
  return <>{parts}{text.slice(marks.at(-1)?.end ?? 0)}</>;
}
