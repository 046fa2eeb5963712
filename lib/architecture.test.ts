import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";

/**
 * Holds what ARCHITECTURE.md promises: who may import whom, how long a file may be, and what may
 * stand in one place only. Tests and test data are exempt, save from the layer table.
 */
const root = join(import.meta.dirname, "..");

interface Layer {
  /** Folders or files of this layer, the most specific layer first. */
  readonly at: string;
  /** Own layers it may import; its own is always allowed. */
  readonly layers: readonly string[];
  /** Packages it may import, `node:` modules included; null for any. */
  readonly packages: readonly RegExp[] | null;
}

const layers: readonly Layer[] = [
  { at: "lib/texts", layers: [], packages: [/^negotiator$/] },
  { at: "lib/api", layers: ["lib/texts"], packages: [/^zod$/] },
  { at: "lib/time", layers: ["lib/texts"], packages: [/^cronstrue/] },
  {
    at: "lib/kubernetes/testing",
    layers: ["lib/kubernetes", "lib/time", "lib/texts"],
    packages: [/^node:/],
  },
  {
    at: "lib/kubernetes",
    layers: ["lib/time", "lib/texts"],
    packages: [
      /^undici$/,
      /^@kubernetes\/client-node\/dist\/config_types\.js$/,
      /^node:/,
      /^yaml$/,
    ],
  },
  {
    at: "lib/printers",
    layers: ["lib/api", "lib/time", "lib/kubernetes", "lib/texts"],
    packages: [],
  },
  { at: "lib/runs", layers: ["lib/api", "lib/time", "lib/kubernetes", "lib/texts"], packages: [] },
  { at: "lib/logs", layers: ["lib/api", "lib/time", "lib/texts"], packages: [/^re2js$/] },
  { at: "lib/line", layers: ["lib/api", "lib/time", "lib/kubernetes", "lib/texts"], packages: [] },
  {
    at: "lib/server",
    layers: [
      "lib/api",
      "lib/time",
      "lib/kubernetes",
      "lib/printers",
      "lib/runs",
      "lib/logs",
      "lib/texts",
    ],
    packages: [/^node:/, /^yaml$/, /^pino$/, /^prom-client$/, /^yazl$/],
  },
  {
    at: "lib/convergence",
    layers: [
      "lib/api",
      "lib/client",
      "lib/kubernetes",
      "lib/kubernetes/testing",
      "lib/printers",
      "lib/server",
      "lib/texts",
      "lib/time",
    ],
    packages: [/^fast-check$/, /^node:/],
  },
  {
    at: "lib/client",
    layers: ["lib/api", "lib/time", "lib/logs", "lib/line", "lib/texts"],
    packages: [/^react$/, /^swr(\/|$)/, /^nuqs\/server$/],
  },
  {
    at: "components",
    layers: [
      "lib/client",
      "lib/api",
      "lib/printers",
      "lib/time",
      "lib/logs",
      "lib/line",
      "lib/texts",
    ],
    packages: [
      /^react(-dom)?$/,
      /^next\/(link|navigation)$/,
      /^nuqs/,
      /^@base-ui\/react/,
      /^@tanstack\/react-virtual$/,
      /^lucide-react/,
      /^anser$/,
      /^diff$/,
    ],
  },
  {
    at: "app",
    layers: ["components", "lib/server", "lib/api", "lib/texts"],
    packages: [/^next(\/|$)/, /^react$/, /^nuqs/, /^geist\//, /^@base-ui\/react/],
  },
  {
    at: "embedded-cluster",
    layers: ["lib/kubernetes", "lib/time", "lib/printers", "lib/texts"],
    packages: [/^node:/, /^yaml$/],
  },
  {
    at: "bin",
    layers: ["lib/server", "lib/kubernetes", "lib/time", "lib/api", "lib/texts"],
    packages: [/^node:/, /^next$/],
  },
  // What is weighed in a process of its own is the whole dashboard.
  {
    at: "e2e/bench",
    layers: ["e2e", "bin", "lib/server", "lib/kubernetes/testing", "lib/time", "lib/logs"],
    packages: null,
  },
  {
    at: "e2e",
    layers: [
      "bin",
      "lib/kubernetes/testing",
      "lib/printers",
      "lib/kubernetes",
      "lib/time",
      "lib/api",
      "lib/line",
      "lib/logs",
      "lib/texts",
    ],
    packages: null,
  },
];

const skipped = new Set(["node_modules", ".next", ".git", "testdata", "test-results", "public"]);

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : sources(path);
    return /\.(ts|tsx|mjs|js)$/.test(entry.name) && !entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

const self = "lib/architecture.test.ts";
const files = ["app", "bin", "components", "e2e", "embedded-cluster", "lib"]
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap(sources);
const isTest = (file: string) => /\.(test|spec)\.tsx?$/.test(file) || file.includes("/testing/");
const text = (file: string) => readFileSync(join(root, file), "utf8");

/** What may hold the marks of a comment without being one: strings, templates, regular expressions. */
const literal =
  /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|(?<=(?:[(,=:[!&|?{};]|=>|return|^)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/[\\\n])+\//;
const comment = /\/\*[\s\S]*?\*\/|\/\/.*/;
const literalOrComment = new RegExp(`(${literal.source})|${comment.source}`, "gm");

/** A text without comments, so that prose may name what code may not. */
const withoutComments = (source: string) => source.replace(literalOrComment, "$1");
const code = (file: string) => withoutComments(text(file));

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^"';]*?\s*from\s*["']([^"']+)["']|(?:^|\n)\s*import\s+["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/g;
  return [...code(file).matchAll(pattern)].map((match) => ({
    file,
    specifier: match[2] ?? match[3] ?? match[4] ?? "",
    typeOnly: match[1] !== undefined,
  }));
}

const layerOf = (path: string) => layers.find(({ at }) => path === at || path.startsWith(`${at}/`));

/** The path inside the project a specifier names, or null for a package. */
function inside({ file, specifier }: Import): string | null {
  if (specifier.startsWith("#lib/")) return `lib/${specifier.slice(5)}`;
  if (specifier.startsWith("#components/")) return `components/${specifier.slice(12)}`;
  if (specifier.startsWith(".")) return relative(root, join(root, file, "..", specifier));
  return null;
}

test.each([
  ['accept: "*/*", leak(), more: "*/*"', 'accept: "*/*", leak(), more: "*/*"'],
  ["glob('/**'); leak(); // glob('**/')", "glob('/**'); leak(); "],
  ["`http://h`; leak(); /* of `h` */", "`http://h`; leak(); "],
  ["x.replace(/[/*]/g, ''); leak(); /* a */ y", "x.replace(/[/*]/g, ''); leak();  y"],
  ["/https?:\\/\\//.test(x) && leak()", "/https?:\\/\\//.test(x) && leak()"],
  ["a / b / c; // it's \"half\nleak()", "a / b / c; \nleak()"],
  ["/** Don't */ leak()", " leak()"],
])("no code hides from these tests: %s", (source, rest) => {
  expect(withoutComments(source)).toBe(rest);
});

test("every import goes the one way the layers allow", () => {
  const wrong = files.flatMap(importsOf).filter((found) => {
    const from = layerOf(found.file);
    if (!from || (isTest(found.file) && inside(found) === null)) return false;
    const path = inside(found);
    if (path === null) {
      return (
        from.packages !== null && !from.packages.some((allowed) => allowed.test(found.specifier))
      );
    }
    const to = layerOf(path);
    if (!to || to === from || from.layers.includes(to.at)) return false;
    return !(isTest(found.file) && to.at === "lib/kubernetes/testing");
  });
  expect(wrong.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
});

test("printers know Kubernetes by its types alone", () => {
  const wrong = files
    .filter((file) => file.startsWith("lib/printers/") && !isTest(file))
    .flatMap(importsOf)
    .filter(({ specifier, typeOnly }) => specifier.startsWith("#lib/kubernetes/") && !typeOnly)
    .filter(({ specifier }) => specifier !== "#lib/kubernetes/owner-reference");
  expect(wrong.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
});

test("the grammar of the kubectl line knows of Kubernetes its selectors alone", () => {
  const wrong = files
    .filter((file) => file.startsWith("lib/line/") && !isTest(file))
    .flatMap(importsOf)
    .filter(({ specifier }) => specifier.startsWith("#lib/kubernetes/"))
    .filter(({ specifier }) => specifier !== "#lib/kubernetes/selector");
  expect(wrong.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
});

test("only kubeconfig-file.ts knows the vendor's client, only use-watch.ts SWR's subscription", () => {
  const users = (specifier: RegExp) =>
    files
      .filter((file) => !isTest(file))
      .filter((file) => importsOf(file).some((found) => specifier.test(found.specifier)));
  // The bench has it for a peer.
  const vendors = ["e2e/bench/sync.ts", "lib/kubernetes/kubeconfig-file.ts"];
  expect(users(/^@kubernetes\/client-node/)).toEqual(vendors);
  expect(users(/^swr\/subscription/)).toEqual(["lib/client/use-watch.ts"]);
  expect(users(/^cronstrue/)).toEqual(["lib/time/chinese-cron.ts", "lib/time/cron-text.ts"]);
});

test("no request and no link of the browser can forget its context", () => {
  const users = (specifier: RegExp, name: RegExp) =>
    files
      .filter((file) => /^(lib\/client|components|app)\//.test(file) && !isTest(file))
      .filter((file) => importsOf(file).some((found) => specifier.test(found.specifier)))
      .filter((file) => name.test(code(file)));
  expect(users(/^#lib\/api\/routes$/, /./)).toEqual(["lib/client/page-context.ts"]);
  expect(users(/^next\/link$/, /./)).toEqual(["components/ui/link.tsx"]);
  expect(users(/^next\/navigation$/, /\buseRouter\b.*"next\/navigation"/s)).toEqual([
    "components/ui/link.tsx",
  ]);
  const written = files
    .filter((file) => /^(lib\/client|components|app)\//.test(file) && !isTest(file))
    .filter((file) => /["'`]\/api\/|<a\b|\blocation\.(assign|href =)/.test(code(file)));
  expect(written).toEqual(["components/page-context.tsx", "components/ui/plain-link.tsx"]);
});

test("only bin/embedded.ts and e2e know where the embedded cluster is", () => {
  const outside = files.filter((file) => !/^(embedded-cluster|e2e)\//.test(file));
  const knowing = outside.filter(
    (file) => file !== self && code(file).includes("embedded-cluster"),
  );
  expect(knowing).toEqual(files.filter((file) => file === "bin/embedded.ts"));
});

test("a file is one screen of one idea: 300 lines at most, a route 30", () => {
  const long = files
    .filter((file) => !isTest(file))
    .map((file) => ({ file, lines: text(file).split("\n").length - 1 }))
    .filter(({ file, lines }) => lines > (file.endsWith("/route.ts") ? 30 : 300));
  expect(long).toEqual([]);
});

interface Ban {
  readonly title: string;
  readonly pattern: RegExp;
  readonly in: readonly string[];
  readonly except: readonly string[];
}

const bans: readonly Ban[] = [
  {
    title: "the wall clock and timers are asked in clock.ts alone",
    pattern: /\bDate\.now\(|\bnew Date\(\)|\bsetTimeout\(|\bsetInterval\(|\bperformance\.now\(/,
    in: ["lib", "components", "app"],
    except: ["lib/time/clock.ts"],
  },
  {
    title: "process-wide state stands in the slot alone",
    pattern: /\bglobalThis\b/,
    in: ["lib", "components", "app", "bin"],
    except: ["lib/server/slot.ts"],
  },
  {
    title: "cluster text is never markup",
    pattern:
      /dangerouslySetInnerHTML|\.innerHTML\b|\.outerHTML\b|insertAdjacentHTML|document\.write/,
    in: ["lib", "components", "app", "bin"],
    except: [],
  },
  {
    title: "a resourceVersion is opaque: no arithmetic, no number",
    pattern: /(Number|parseInt|BigInt)\([^)]*[rR]esourceVersion|[rR]esourceVersion\s*[-+*]\s*\d/,
    in: ["lib", "components", "app"],
    except: [],
  },
  {
    title: "components fetch through lib/client only",
    pattern: /\bfetch\(|\bnew EventSource\b/,
    in: ["components", "app"],
    except: [],
  },
  {
    title: "there are no Server Actions",
    pattern: /["']use server["']/,
    in: ["lib", "components", "app"],
    except: [],
  },
];

test.each(bans)("$title", (ban) => {
  const broken = files
    .filter((file) => !isTest(file) && ban.in.some((folder) => file.startsWith(`${folder}/`)))
    .filter((file) => !ban.except.includes(file) && ban.pattern.test(code(file)));
  expect(broken).toEqual([]);
});
