import "cronstrue/locales/zh_CN.js";
import type { CronWording } from "#lib/time/cron-text";

/** Loaded when somebody reads it: English comes with the code. */
export const chineseCron: CronWording = {
  locale: "zh_CN",
  every: (duration) => `每 ${duration}`,
  // cronstrue's code writes the commas and spaces of English between the Chinese words of its locale.
  mend: (words) =>
    words
      .replace(/, (?:和|或者为)(?=星期)/, "或")
      .replace(/,\s+和/g, "和")
      .replace(
        /(?<=\d|号),\s+(?=\d)|(?<=星期.),\s+(?=星期)|(?<=[^个]月),\s+(?=[一二三四五六七八九十]+月)/g,
        "、",
      )
      .replace(/,\s*/g, "，")
      .replaceAll("每隔", "每")
      .replace(/\s+/g, "")
      .replace(/(?<=\p{Script=Han})(?=\d)|(?<=\d)(?=\p{Script=Han})/gu, " "),
};
