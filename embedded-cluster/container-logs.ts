/** Whose output: a container of a Pod, in its present or an earlier instance. */
export interface ContainerInstance {
  readonly podUid: string;
  readonly container: string;
  /** As in `containerStatuses[].restartCount`. */
  readonly restart: number;
}

/** One line as the runtime stamped it. */
export interface LoggedLine {
  /** RFC 3339 with nine digits of a second, in UTC. */
  readonly time: string;
  readonly stream: "stdout" | "stderr";
  /** Without the end of the line; `partial` when it had none. */
  readonly text: string;
  readonly partial: boolean;
}

/** What the kubelet offers to the API server's `pods/log`. */
export interface ContainerLogs {
  /** The lines there are now, in order; undefined for an instance nobody has started. */
  lines(instance: ContainerInstance): readonly LoggedLine[] | undefined;
  /** Called for each new line, and once with null at the instance's end, until the returned function is called. */
  follow(instance: ContainerInstance, heard: (line: LoggedLine | null) => void): () => void;
}
