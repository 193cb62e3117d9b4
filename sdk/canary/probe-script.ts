/** The attempts as one program that Node runs anywhere: a line of JSON on standard output for each, as soon as it has ended. */
import { z } from "zod";
import type { Loot, Probe } from "./probe.ts";
import { fileProbes } from "./probes-files.ts";
import { kernelProbes } from "./probes-kernel.ts";
import { limitProbes } from "./probes-limits.ts";
import { networkProbes } from "./probes-network.ts";
import { proxyProbes } from "./probes-proxy.ts";

export const mainProbes: readonly Probe[] = [...fileProbes, ...kernelProbes, ...networkProbes, ...proxyProbes];
export const boundProbes = limitProbes;

export const Line = z.strictObject({
  id: z.string(),
  /** True when the attempt got what it was after. */
  got: z.boolean(),
  seen: z.string(),
  ms: z.number(),
});
export type Line = z.infer<typeof Line>;

const KIT = `
const __name = (value) => value;
const [fs, net, http, dgram, dns, os, child_process] =
  ["fs", "net", "http", "dgram", "dns", "os", "child_process"].map((name) => require("node:" + name));
const perl = (code) => {
  const { status, stdout, stderr, error, signal } =
    child_process.spawnSync("perl", ["-e", code], { encoding: "utf8", timeout: 12000 });
  if (error) throw error;
  if (status !== 0) throw new Error((stderr.trim() || "ended by " + (signal || "code " + status)).slice(0, 200));
  return stdout;
};
const talk = (to, first, enough) => new Promise((resolve, reject) => {
  let said = "";
  const socket = net.connect(to, () => first && socket.write(first));
  socket.setTimeout(800, () => socket.destroy(new Error("no answer")));
  socket.on("data", (bytes) => {
    said += bytes.toString("latin1");
    if (enough(said)) { socket.destroy(); resolve(said); }
  });
  socket.on("error", reject);
  socket.on("close", () => reject(new Error(said.slice(0, 300) || "closed without a word")));
});
const holds = (said) => said.includes(loot.marker);
const kit = {
  fs, net, http, dgram, dns, os, child_process, perl,
  greeting: (to) => talk(to, null, holds),
  viaProxy: (bytes) => talk(loot.proxy, bytes, holds),
};
const attempt = async ({ id, run }) => {
  const started = performance.now();
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error("no answer in time")), 15000); });
  let got = true, seen;
  try { seen = await Promise.race([run(kit, loot), late]); }
  catch (error) { got = false; seen = error && error.message ? error.message : String(error); }
  clearTimeout(timer);
  seen = String(seen).split(loot.marker).join("the marker").replace(/[^\\x20-\\x7e]+/g, " ").slice(0, 300);
  fs.writeSync(1, JSON.stringify({ id, got, seen, ms: Math.round(performance.now() - started) }) + "\\n");
};
(async () => { for (const one of probes) await attempt(one); process.exit(0); })();
`;

export function probeScript(probes: readonly Probe[], loot: Loot): string {
  const list = probes.map(({ id, run }) => `{ id: ${JSON.stringify(id)}, run: ${run.toString()} }`);
  return `"use strict";\nconst loot = ${JSON.stringify(loot)};\nconst probes = [${list.join(",\n")}];\n${KIT}`;
}

/** What was printed, line by line; what is not such a line (an agent's words, a warning) is passed over. */
export function readLines(printed: string): Map<string, Line> {
  const found = new Map<string, Line>();
  for (const text of printed.split("\n")) {
    if (!text.startsWith("{")) continue;
    const line = Line.safeParse(quietly(text));
    if (line.success && !found.has(line.data.id)) found.set(line.data.id, line.data);
  }
  return found;
}

function quietly(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
