/** Grammars of names with the API server's words for what is wrong (apimachinery/pkg/util/validation). */

const label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const subdomain = `${label}(\\.${label})*`;
const qualified = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const value = `(${qualified})?`;

const whole = (pattern: string) => new RegExp(`^(${pattern})$`);

interface Grammar {
  readonly pattern: RegExp;
  readonly longest: number;
  /** What the length is counted in; some messages say bytes of the same. */
  readonly unit: "bytes" | "characters";
  readonly fault: string;
}

const labelGrammar: Grammar = {
  pattern: whole(label),
  longest: 63,
  unit: "characters",
  fault: `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${label}')`,
};

const subdomainGrammar: Grammar = {
  pattern: whole(subdomain),
  longest: 253,
  unit: "characters",
  fault: `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${subdomain}')`,
};

const namePart: Grammar = {
  pattern: whole(qualified),
  longest: 63,
  unit: "bytes",
  fault: `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${qualified}')`,
};

const valueGrammar: Grammar = {
  pattern: whole(value),
  longest: 63,
  unit: "bytes",
  fault: `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '${value}')`,
};

/** Each of these gives what is wrong, or nothing. */
type Check = (text: string) => string[];

const check =
  ({ pattern, longest, unit, fault }: Grammar): Check =>
  (text) => [
    ...(Buffer.byteLength(text) > longest ? [`must be no more than ${longest} ${unit}`] : []),
    ...(pattern.test(text) ? [] : [fault]),
  ];

const labelFaults = check(labelGrammar);

/** Of what would do but for its dots, only those are told. */
export const dnsLabelFaults: Check = (text) =>
  labelFaults(text).map((fault) =>
    fault === labelGrammar.fault && subdomainGrammar.pattern.test(text)
      ? "must not contain dots"
      : fault,
  );
export const dnsSubdomainFaults: Check = check(subdomainGrammar);
export const labelValueFaults: Check = check(valueGrammar);

/** The key of a label or annotation: a name, with a domain before it if it likes. */
export const qualifiedNameFaults: Check = (text) => {
  const [name = "", prefix, ...more] = text.split("/").reverse();
  if (more.length > 0) {
    return [
      `a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${qualified}') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const faults: string[] = [];
  if (prefix === "") faults.push("prefix part must be non-empty");
  else if (prefix !== undefined) {
    const prefixFaults = check({ ...subdomainGrammar, unit: "bytes" })(prefix);
    faults.push(...prefixFaults.map((fault) => `prefix part ${fault}`));
  }
  if (name === "") faults.push("name part must be non-empty");
  else if (name.length > 63) faults.push("name part must be no more than 63 bytes");
  if (!namePart.pattern.test(name)) faults.push(namePart.fault);
  return faults;
};

/** As the real one: without vowels and what looks alike. */
const alphabet = "bcdfghjklmnpqrstvwxz2456789";
const longestGenerated = 58;

/** The name of a `generateName`. `random` gives 0 ≤ x < 1. */
export function generatedName(base: string, random: () => number): string {
  const suffix = Array.from({ length: 5 }, () => alphabet[Math.floor(random() * alphabet.length)]);
  return base.slice(0, longestGenerated) + suffix.join("");
}
