/**
 * How many indexes a Job's completedIndexes or failedIndexes names: `1,3-5` are four. What is no such
 * text counts as far as it can be read.
 */
export function countIndexes(indexes: string | null | undefined): number {
  return (indexes ?? "").split(",").reduce((count, range) => {
    const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
    return first === undefined ? count : count + Math.max(0, Number(last) - Number(first) + 1);
  }, 0);
}
