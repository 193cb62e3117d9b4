import { existsSync } from "node:fs";
import path from "node:path";
import { bundleOptions } from "./bundles.mjs";
import { checkDisk } from "./check-machine.mjs";
import { loggedCommand } from "./install-packages.mjs";
import { withLock } from "./live-process.mjs";
import { root } from "./paths.mjs";
import { Problem } from "./problem.mjs";
import { sourceHash, stampMatches, writeStamp } from "./stamp.mjs";
import { step } from "./step.mjs";

const MEND = "Mend what it names and start again.";
const bin = (...parts) => path.join(root, "node_modules", ...parts);

const shared = ["lib", "sdk", "data", "prisma/schema", "prisma.config.ts", "package-lock.json", "tsconfig.json"];
const processSources = [...shared, "demo", "scripts/admin-main.ts", "scripts/admin", "scripts/start/bundles.mjs"];
const consoleSources = [...shared, "app", "components", "public", "proxy.ts", "next.config.ts", "postcss.config.mjs"];

/** One builder at a time: two starts of the same checkout would write the same files. */
const alone = (work) => withLock(path.join(root, "node_modules", ".gatehouse-build.lock"), work, 600_000);

const generate = () =>
  loggedCommand({
    name: "generate",
    sentence: "The database client could not be generated.",
    mend: MEND,
    command: process.execPath,
    args: [bin("prisma", "build", "index.js"), "generate"],
  });

const buildSdk = () =>
  loggedCommand({
    name: "build-sdk",
    sentence: "The gatehouse package (sdk/) could not be built.",
    mend: MEND,
    command: process.execPath,
    args: [bin("typescript", "bin", "tsc"), "-p", "sdk/tsconfig.json"],
  });

async function bundle() {
  const { build, formatMessages, stop } = await import("esbuild");
  try {
    await build(bundleOptions());
  } catch (error) {
    if (!error.errors) throw error;
    const messages = await formatMessages(error.errors, { kind: "error" });
    throw new Problem(`The processes could not be built.\n\n${messages.join("\n")}`, MEND);
  } finally {
    await stop();
  }
}

/** The database client, the sdk package, and everything that runs beside the console. */
export async function buildProcesses(stream) {
  const hash = sourceHash(processSources);
  const complete = existsSync(path.join(root, "lib/db/generated")) && existsSync(path.join(root, "sdk/dist"));
  if (complete && stampMatches("dist/.stamp", hash)) return;
  checkDisk(root, 1, "building");
  await alone(() =>
    step(
      "Building the processes",
      async () => {
        await generate();
        await Promise.all([buildSdk(), bundle()]);
        writeStamp("dist/.stamp", hash);
      },
      stream,
    ),
  );
}

/** The console's pages. This is the long part of a first start. */
export async function buildConsole(stream) {
  const hash = sourceHash(consoleSources);
  if (existsSync(path.join(root, ".next/BUILD_ID")) && stampMatches(".next/.gatehouse-stamp", hash)) return;
  checkDisk(root, 1, "building");
  await alone(() =>
    step(
      "Building the console; the first time this takes about a minute",
      async () => {
        await loggedCommand({
          name: "build",
          sentence: "The console could not be built.",
          mend: MEND,
          command: process.execPath,
          args: [bin("next", "dist", "bin", "next"), "build"],
          env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
        });
        writeStamp(".next/.gatehouse-stamp", hash);
      },
      stream,
    ),
  );
}
