import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./process.ts";
import type { Recipe } from "./recipe.ts";

interface Replacement {
  Old: { Path: string };
  New: { Path: string; Version?: string };
}

/**
 * Makes `folder` a Go module from which every command of the recipe can be built. Does nothing
 * when it is one already; a half-made one is never left under that name.
 */
export async function prepareModule(recipe: Recipe, folder: string): Promise<void> {
  if (await exists(join(folder, "go.sum"))) return;
  const draft = `${folder}.draft`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  const downloaded = await download(recipe);
  const replacements = await replacementsOf(recipe, downloaded);
  if (recipe.lacksOpenAPI) {
    await copyWithoutOpenAPI(downloaded, join(draft, "source"));
    replacements.push(`${recipe.module} => ./source`);
  }
  await writeFile(
    join(draft, "go.mod"),
    [
      `module batchboard.test/${recipe.name}`,
      `go ${recipe.goDirective}`,
      `require ${recipe.module} ${recipe.version}`,
      ...replacements.map((line) => `replace ${line}`),
      "",
    ].join("\n"),
  );
  if (recipe.data) {
    await cp(join(downloaded, recipe.data), join(draft, "data"), { recursive: true });
    await run("chmod", ["-R", "u+w", draft]);
  }
  const packages = Object.values(recipe.commands).map((path) => {
    const version = recipe.extraModules?.[path];
    return version ? `${path}@${version}` : path;
  });
  await run("go", ["get", ...packages], { cwd: draft });
  await rm(folder, { recursive: true, force: true });
  await rename(draft, folder);
}

async function download(recipe: Recipe): Promise<string> {
  const wanted = `${recipe.module}@${recipe.version}`;
  // Outside of any module, so that no go.mod further up takes part.
  const answer = await run("go", ["mod", "download", "-json", wanted], { cwd: "/" });
  return (JSON.parse(answer) as { Dir: string }).Dir;
}

// Replacements count only in the main module, so those of the recipe's module are repeated here.
async function replacementsOf(recipe: Recipe, downloaded: string): Promise<string[]> {
  const goMod = await run("go", ["mod", "edit", "-json", join(downloaded, "go.mod")]);
  const { Replace } = JSON.parse(goMod) as { Replace?: Replacement[] };
  return (Replace ?? []).map(({ Old, New }) =>
    New.Path.startsWith("./staging/")
      ? `${Old.Path} => ${Old.Path} ${recipe.stagingVersion}`
      : `${Old.Path} => ${New.Path} ${New.Version}`,
  );
}

async function copyWithoutOpenAPI(downloaded: string, source: string): Promise<void> {
  await cp(downloaded, source, { recursive: true });
  await run("chmod", ["-R", "u+w", source]);
  const openapi = join(source, "pkg/generated/openapi");
  await rm(join(openapi, "openapi_test.go"));
  await writeFile(
    join(openapi, "zz_generated.openapi.go"),
    `package openapi

import "k8s.io/kube-openapi/pkg/common"

// GetOpenAPIDefinitions stands in for the generated file, which the module zip leaves out.
func GetOpenAPIDefinitions(common.ReferenceCallback) map[string]common.OpenAPIDefinition {
	return map[string]common.OpenAPIDefinition{}
}
`,
  );
  const server = join(source, "cmd/kube-apiserver/app/server.go");
  const text = await readFile(server, "utf8");
  const applied = text.indexOf("s.Authentication.ApplyTo(&genericConfig.Authentication");
  const blockEnd = text.indexOf("\n\t}\n", applied);
  if (applied < 0 || blockEnd < 0) throw new Error(`${server} is not the file this recipe knows`);
  const at = blockEnd + "\n\t}\n".length;
  // Without definitions the server would refuse to start when it builds its OpenAPI document.
  await writeFile(
    server,
    `${text.slice(0, at)}\tgenericConfig.OpenAPIConfig = nil\n${text.slice(at)}`,
  );
}

async function exists(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    () => false,
  );
}
