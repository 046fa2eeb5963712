import { installedDashboard } from "#lib/server/slot";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return installedDashboard().answer("can-i", request);
}
