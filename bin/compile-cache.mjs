import { enableCompileCache } from "node:module";
import { path } from "./stamp.mjs";

// To be loaded before anything that is TypeScript; where it cannot write, Node does without.
enableCompileCache(path(".next", "cache", "node"));
