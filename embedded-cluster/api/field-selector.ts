import type { ApiObject } from "../objects.ts";
import { badRequest } from "./failure.ts";
import type { Resource } from "./resource.ts";

type Read = (object: ApiObject) => string;

const common: Readonly<Record<string, Read>> = {
  "metadata.name": ({ metadata }) => metadata.name,
  "metadata.namespace": ({ metadata }) => metadata.namespace ?? "",
};

const own: Readonly<Partial<Record<Resource["plural"], Readonly<Record<string, Read>>>>> = {
  pods: {
    "spec.nodeName": ({ spec }) => spec.nodeName ?? "",
    "spec.restartPolicy": ({ spec }) => spec.restartPolicy ?? "",
    "spec.schedulerName": ({ spec }) => spec.schedulerName ?? "",
    "spec.serviceAccountName": ({ spec }) => spec.serviceAccountName ?? "",
    "spec.hostNetwork": ({ spec }) => String(spec.hostNetwork ?? false),
    "status.phase": ({ status }) => status?.phase ?? "",
    "status.podIP": ({ status }) => status?.podIP ?? "",
    "status.nominatedNodeName": ({ status }) => status?.nominatedNodeName ?? "",
  },
  jobs: { "status.successful": ({ status }) => String(status?.succeeded ?? 0) },
  namespaces: { "status.phase": ({ status }) => status?.phase ?? "" },
  nodes: { "spec.unschedulable": ({ spec }) => String(spec?.unschedulable ?? false) },
  secrets: { type: ({ type }) => type ?? "" },
  events: {
    "involvedObject.kind": (event) => event.involvedObject?.kind ?? "",
    "involvedObject.namespace": (event) => event.involvedObject?.namespace ?? "",
    "involvedObject.name": (event) => event.involvedObject?.name ?? "",
    "involvedObject.uid": (event) => event.involvedObject?.uid ?? "",
    "involvedObject.apiVersion": (event) => event.involvedObject?.apiVersion ?? "",
    "involvedObject.resourceVersion": (event) => event.involvedObject?.resourceVersion ?? "",
    "involvedObject.fieldPath": (event) => event.involvedObject?.fieldPath ?? "",
    reason: ({ reason }) => reason ?? "",
    reportingComponent: (event) => event.reportingComponent ?? "",
    source: (event) => event.source?.component || event.reportingComponent || "",
    type: ({ type }) => type ?? "",
  },
};

/** `a=b,c!=d` over the fields the kind offers (kubectl-semantics 7.4); 400 for any other. */
export function parseFieldSelector(
  text: string,
  resource: Resource,
): (object: ApiObject) => boolean {
  const requirements = text
    .split(/(?<!\\),/)
    .filter((part) => part !== "")
    .map((part) => {
      const found = /^(.*?)(!=|==|=)(.*)$/s.exec(part);
      if (!found) {
        throw badRequest(`invalid selector: '${text}'; can't understand '${part}'`);
      }
      const [, field = "", operator, value = ""] = found;
      const wanted = unescaped(value);
      return { read: reader(field, resource), isEqual: operator !== "!=", wanted };
    });
  return (object) =>
    requirements.every(({ read, isEqual, wanted }) => (read(object) === wanted) === isEqual);
}

/** apimachinery's fields.UnescapeValue. */
function unescaped(value: string): string {
  return value.replace(/\\(.?)|[,=]/gs, (found, escaped: string | undefined) => {
    if (escaped === undefined) {
      const code = found.charCodeAt(0);
      throw badRequest(`invalid field selector: unescaped character in value: ${code}`);
    }
    if (/^[\\,=]$/.test(escaped)) return escaped;
    throw badRequest(`invalid field selector: invalid escape sequence: ${found}`);
  });
}

function reader(field: string, { plural, group }: Resource): Read {
  const known = { ...common, ...own[plural] };
  const read = Object.hasOwn(known, field) ? known[field] : undefined;
  if (read) return read;
  if (plural === "cronjobs" || plural === "configmaps" || plural === "serviceaccounts") {
    throw badRequest(
      `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`,
    );
  }
  const label = `field label not supported: ${field}`;
  throw badRequest(group === "batch" ? `field label "${field}" not supported for Job` : label);
}
