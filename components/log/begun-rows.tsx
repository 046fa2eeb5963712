import type { ReactNode } from "react";

/**
 * The rows of lines that stand in for a log, in a column that is laid out from its end: that is in
 * sight without a script. Few of them stand at its top all the same.
 */
export function BegunRows(props: {
  readonly count: number;
  row(index: number): ReactNode;
}): ReactNode {
  const indexes = Array.from({ length: props.count }, (_, index) => index);
  return (
    <div className="mb-auto flex-none">
      {indexes.map((index) => (
        <div key={index} data-index={index}>
          {props.row(index)}
        </div>
      ))}
    </div>
  );
}
