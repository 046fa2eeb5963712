export type LogZone = "utc" | "local";

/**
 * The time of day of a log line to the millisecond, `12:00:00.123`, in UTC or where the browser is;
 * empty for a line without a time.
 */
export function logTime(time: string, zone: LogZone): string {
  const ms = Date.parse(time);
  if (Number.isNaN(ms)) return "";
  const date = new Date(ms);
  const [hours, minutes, seconds, thousandths] =
    zone === "utc"
      ? [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds(), date.getUTCMilliseconds()]
      : [date.getHours(), date.getMinutes(), date.getSeconds(), date.getMilliseconds()];
  const clock = [hours, minutes, seconds].map((part) => String(part).padStart(2, "0")).join(":");
  return `${clock}.${String(thousandths).padStart(3, "0")}`;
}
