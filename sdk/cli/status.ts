/** `gatehouse status`: what the enforcement points of this user hold, read from their directories without disturbing them. */
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { readEnrolment } from "../pep/identity.ts";
import { messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { readSegments } from "../pep/spool-files.ts";
import { readHeard, readStanding } from "../pep/standing.ts";
import { StateDir } from "../pep/state-dir.ts";
import { SignedBundle } from "../wire/bundle.ts";
import { pointsDirectory } from "./point-directory.ts";
import { readOptions } from "./read-options.ts";

const Contract = z.object({ offline: z.record(z.string(), z.number()) });

export async function run(argv: string[]): Promise<number> {
  const options = { state: { type: "string" }, json: { type: "boolean" } } as const;
  const { values } = readOptions({ args: argv, options });
  const directories = values.state ? [values.state] : allPoints();
  const points = directories.map(describe);
  if (values.json) process.stdout.write(`${JSON.stringify(points, null, 2)}\n`);
  else if (points.length === 0) process.stdout.write(`There is no enforcement point under ${pointsDirectory()}.\n`);
  else for (const point of points) show(point);
  return 0;
}

function allPoints(): string[] {
  const root = pointsDirectory();
  if (!existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(root, entry.name));
}

type Point = { directory: string } & ({ fault: string } | ReturnType<typeof read>);

function describe(directory: string): Point {
  try {
    return { directory, ...read(new StateDir(directory)) };
  } catch (error) {
    return { directory, fault: messageOf(error) };
  }
}

function read(state: StateDir) {
  const enrolment = readEnrolment(state);
  if (!enrolment) throw new Error("not enrolled");
  const standing = readStanding(state);
  const bundle = state.readJson("bundle.json", SignedBundle);
  const offline = bundle ? Contract.parse(JSON.parse(bundle.content)).offline : {};
  const word = readHeard(state)?.lastWord ?? null;
  const silentSeconds = word ? Math.round((Date.now() - word.at) / 1000) : null;
  const mayDecide = Object.entries(offline).flatMap(([tier, seconds]) => {
    const left = Math.max(seconds, word?.leaseSeconds ?? 0) - (silentSeconds ?? Number.POSITIVE_INFINITY);
    return left > 0 && silentSeconds !== null && silentSeconds >= 0 ? [{ tier, secondsLeft: left }] : [];
  });
  return {
    pepId: enrolment.pepId,
    name: enrolment.name,
    gateway: enrolment.gateway,
    running: state.holder(),
    mode: standing?.mode ?? enrolment.mode,
    revision: bundle?.manifest.revision ?? 0,
    minimumRevision: standing?.minimumRevision ?? 1,
    silentSeconds,
    mayDecide,
    stopped: standing?.stopped ?? [],
    spoolBytes: spoolBytes(state.file("spool")),
    unreportedGap: state.readText("gap.json") !== null,
  };
}

function spoolBytes(directory: string): number {
  return readSegments(directory).reduce((sum, segment) => sum + segment.size, 0);
}

function show(point: Point): void {
  const lines = "fault" in point ? [`  ${printable(point.fault, 300)}`] : linesOf(point);
  process.stdout.write(`${printable(point.directory, 400)}\n${lines.join("\n")}\n`);
}

function linesOf(point: ReturnType<typeof read>): string[] {
  const decides = point.mayDecide.map(({ tier, secondsLeft }) => `${tier} ${secondsLeft} s`).join(", ");
  const stopped = point.stopped.map(({ agentId, status }) => `${printable(agentId, 100)} ${status}`).join(", ");
  return [
    `  point     ${printable(point.name, 120)} (${printable(point.pepId, 100)}) of ${printable(point.gateway, 200)}, mode ${point.mode}`,
    `  process   ${point.running ?? "not running"}`,
    `  bundle    ${point.revision === 0 ? "none: everything is denied" : `revision ${point.revision}, minimum ${point.minimumRevision}`}`,
    `  lease     ${point.silentSeconds === null ? "the gateway was never heard" : `last word ${point.silentSeconds} s ago`}; may still decide for: ${decides || "no tier"}`,
    `  stopped   ${stopped || "no agent"}`,
    `  spool     ${point.spoolBytes} bytes${point.unreportedGap ? ", and a gap to report" : ""}`,
  ];
}
