/** The paths a browser asks; the pages and `e2e` know no others. */
export const routes = {
  watch: "/api/watch",
  logs: "/api/logs",
  logSearch: "/api/logs/search",
  logExport: "/api/logs/export",
  actions: "/api/actions",
  plan: "/api/actions/plan",
  rights: "/api/rights",
  creations: "/api/creations",
  remains: "/api/remains",
  manifest: "/api/manifest",
  contexts: "/api/contexts",
  names: "/api/names",
  canI: "/api/can-i",
} as const;
