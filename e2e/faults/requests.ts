import type { PassedRequest } from "#lib/kubernetes/testing/fault-proxy-passage";

export const isWatch = ({ query }: PassedRequest) => query.get("watch") === "true";
export const isWatchList = ({ query }: PassedRequest) => query.get("sendInitialEvents") === "true";

/** What a dashboard asks of the Jobs. */
export const ofJobs = ({ method, path }: PassedRequest) =>
  method === "GET" && path.endsWith("/jobs");
export const jobsWatch = (request: PassedRequest) => ofJobs(request) && isWatch(request);
/** A watch from where the last one ended. */
export const jobsResumption = (request: PassedRequest) =>
  jobsWatch(request) && !isWatchList(request);
/** A watch-list, or the first page of a list. */
export const jobsList = (request: PassedRequest) =>
  ofJobs(request) &&
  (isWatchList(request) || (!isWatch(request) && !request.query.has("continue")));
