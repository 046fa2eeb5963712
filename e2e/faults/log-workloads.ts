const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Prints up to 80 in twenty goes, the slower the higher its index, and leaves some numbers out. */
export const counting = `
i=\${JOB_COMPLETION_INDEX:-7}
n=1
while [ $n -le 80 ]; do
  [ $((n % (i + 3))) = 0 ] || echo "$i counts $n"
  [ $((n % 4)) = 0 ] && sleep 0.$((i + 1))
  n=$((n + 1))
done`;

/** What of \`counting\` a worker prints. */
export const counted = (index: number) =>
  range(1, 80)
    .filter((n) => n % (index + 3) !== 0)
    .map((n) => `${index} counts ${n}`);

/** Prints that many lines, five at a time, and then does that. */
export const telling = (who: string, count: number, then = "exit 0") => `
n=1
while [ $n -le ${count} ]; do
  echo "${who} $n"
  [ $((n % 5)) = 0 ] && sleep 0.5
  n=$((n + 1))
done
${then}`;

export const told = (who: string, count: number) => range(1, count).map((n) => `${who} ${n}`);

/** Tells in each run that there is of the container which it is; the volume `state` counts them. */
export const tellingRun = (count: number, then: string) => `
run=$(cat /state/run 2>/dev/null || echo 1)
echo $((run + 1)) > /state/run
${telling("run $run tells", count, then)}`;

export const state = {
  volumes: [{ name: "state", emptyDir: {} }],
  volumeMounts: [{ name: "state", mountPath: "/state" }],
};

/** Tells until it is told to go, and says so. */
export const tellingOn = `
trap 'echo "goes"; exit 0' TERM
n=1
while :; do
  echo "tells $n"
  n=$((n + 1))
  sleep 0.2
done`;

/** With number, blank and line break 128 bytes: a runtime tears lines at its buffer's end as it rotates. */
const padding = "x".repeat(120);
const burstLines = 6_400;
const base = 100_000;

/**
 * Begins once there is a file `/go`, prints more than a log file may hold at once, and waits for it
 * to be rotated before it goes on.
 */
export const bursting = (bursts: number, waitSeconds: number) => `
echo "0 begins"
until [ -e /go ]; do sleep 0.1; done
b=0
while [ $b -lt ${bursts} ]; do
  [ $b = 0 ] || sleep ${waitSeconds}
  seq $((${base} + b * ${burstLines} + 1)) $((${base} + (b + 1) * ${burstLines})) | sed 's/$/ ${padding}/'
  b=$((b + 1))
done`;

export const burst = (bursts: number) => [
  "0 begins",
  ...range(base + 1, base + bursts * burstLines).map((n) => `${n} ${padding}`),
];
