import actions from "./zh/actions.json" with { type: "json" };
import detail from "./zh/detail.json" with { type: "json" };
import line from "./zh/line.json" with { type: "json" };
import list from "./zh/list.json" with { type: "json" };
import log from "./zh/log.json" with { type: "json" };
import reasons from "./zh/reasons.json" with { type: "json" };
import runs from "./zh/runs.json" with { type: "json" };
import shared from "./zh/shared.json" with { type: "json" };

/** All texts: each in English, and what it is in Simplified Chinese. Slots stand in braces in both. */
export const chinese = {
  ...actions,
  ...detail,
  ...line,
  ...list,
  ...log,
  ...reasons,
  ...runs,
  ...shared,
};
