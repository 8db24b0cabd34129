/** A review by the first rubric, with scores for merit, readiness and soundness. */
export const scored = ({ id }: { id: string }, [merit, readiness, soundness]: readonly [number, number, number], comment?: string) => ({
  requestId: id, rubricVersion: 1, ...(comment !== undefined && { comment }),
  scores: Object.entries({ merit, readiness, soundness }).map(([criterion, score]) => ({ criterion, score })),
});
