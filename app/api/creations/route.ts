import { installedDashboard } from "#lib/server/slot";

export const dynamic = "force-dynamic";

export function POST(request: Request): Promise<Response> {
  return installedDashboard().answer("creations", request);
}
