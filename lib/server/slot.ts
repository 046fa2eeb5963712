import type { Dashboard } from "#lib/server/dashboard";

const key = Symbol.for("batchboard.dashboard");

/**
 * Next evaluates a module once per route, so a module variable would exist several times. The
 * command puts the one dashboard of this process here and the routes find it.
 */
const slot = globalThis as { [key]?: Dashboard };

export function installDashboard(dashboard: Dashboard): void {
  slot[key] = dashboard;
}

/** The dashboard of this process. Throws when the app is served by anything but the command. */
export function installedDashboard(): Dashboard {
  const dashboard = slot[key];
  if (!dashboard) throw new Error("Batchboard must be started with `npm start`, not `next start`.");
  return dashboard;
}
