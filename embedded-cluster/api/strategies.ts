import type { Plural } from "../objects.ts";
import { cronJobStrategy } from "./cronjob-strategy.ts";
import { isEqual } from "./field-errors.ts";
import { jobStrategy } from "./job-strategy.ts";
import { dnsLabelFaults } from "./names.ts";
import { podStrategy } from "./pod-strategy.ts";
import type { KubernetesApi } from "./resource.ts";
import { keepStatus, plainStrategy, type Strategy } from "./strategy.ts";

export function strategies(api: KubernetesApi): Readonly<Record<Plural, Strategy>> {
  return {
    pods: podStrategy,
    jobs: jobStrategy(api),
    cronjobs: cronJobStrategy(api),
    namespaces: namespaceStrategy,
    nodes: nodeStrategy,
    events: eventStrategy,
    configmaps: configMapStrategy,
    secrets: secretStrategy,
    serviceaccounts: plainStrategy,
    services: plainStrategy,
    resourcequotas: plainStrategy,
    limitranges: plainStrategy,
  };
}

const namespaceStrategy: Strategy = {
  ...plainStrategy,
  nameFaults: dnsLabelFaults,
  setDefaults(namespace) {
    const label = "kubernetes.io/metadata.name";
    namespace.metadata.labels = {
      ...namespace.metadata.labels,
      ...(namespace.metadata.name && { [label]: namespace.metadata.name }),
    };
  },
  prepareForCreate(namespace) {
    namespace.spec = { finalizers: ["kubernetes"] };
    namespace.status = { phase: "Active" };
  },
  prepareForUpdate(namespace, before) {
    namespace.status = before.status;
    // The controller that emptied a namespace takes its finalizer off by a plain update too.
    if (before.metadata.deletionTimestamp === undefined) namespace.spec = before.spec;
  },
};

const nodeStrategy: Strategy = { ...plainStrategy, prepareForUpdate: keepStatus };

const eventStrategy: Strategy = {
  ...plainStrategy,
  // Whatever a path can hold.
  nameFaults: (name) => (/[/%]/.test(name) ? [`may not contain '${/[/%]/.exec(name)?.[0]}'`] : []),
  setDefaults(event) {
    event.source ??= {};
    for (const text of ["reportingComponent", "reportingInstance"]) event[text] ??= "";
  },
  validate({ metadata, involvedObject }, errors) {
    const own = involvedObject?.namespace ?? "";
    if (own === metadata.namespace || (own === "" && metadata.namespace === "default")) return;
    errors.invalid("involvedObject.namespace", own, "does not match event.namespace");
  },
};

const configMapStrategy: Strategy = {
  ...plainStrategy,
  validate({ data = {}, binaryData = {} }, errors) {
    for (const [part, values] of Object.entries({ data, binaryData })) {
      for (const key of Object.keys(values)) {
        errors.invalid(`${part}[${key}]`, key, configKeyFaults(key));
        if (part !== "data" || !Object.hasOwn(binaryData, key)) continue;
        errors.invalid(`data[${key}]`, key, "duplicate of key present in binaryData");
      }
    }
  },
  validateUpdate(object, before, errors) {
    if (before.immutable === true) {
      for (const field of ["immutable", "data", "binaryData"]) {
        if (isEqual(object[field], before[field])) continue;
        errors.forbidden(field, "field is immutable when `immutable` is set");
      }
    }
    this.validate(object, errors);
  },
};

function configKeyFaults(key: string): string[] {
  const faults = /^[-._a-zA-Z0-9]+$/.test(key)
    ? []
    : [
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
      ];
  if (key === "." || key === "..") faults.push(`must not be '${key}'`);
  else if (key.startsWith("..")) faults.push("must not start with '..'");
  return faults;
}

const secretStrategy: Strategy = {
  ...configMapStrategy,
  setDefaults(secret) {
    secret.type ||= "Opaque";
    for (const [key, value] of Object.entries<string>(secret.stringData ?? {})) {
      secret.data = { ...secret.data, [key]: Buffer.from(value).toString("base64") };
    }
    delete secret.stringData;
  },
};
