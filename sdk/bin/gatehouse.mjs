#!/usr/bin/env node
import { existsSync } from "node:fs";

const built = new URL("../dist/cli.js", import.meta.url);
if (!existsSync(built)) {
  console.error(
    "gatehouse: the command line is not built yet. Run `npm start` (or `npm run build:sdk`) once, then try again.",
  );
  process.exit(1);
}
await import(built.href);
