/** What a scenario acts on: its agents behind enforcement points, its server behind them and bare, the people, the records. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { JsonObject } from "../canonical.ts";
import { connect } from "../pep/connect.ts";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { silent } from "../pep/logger.ts";
import type { Evidence, ExerciseRange, RangeAct, RangeRecords } from "../wire/redteam.ts";
import type { Acted, ExerciseConsole } from "./console.ts";
import { McpClient } from "./mcp-client.ts";
import { asPoint, type PointAnswer } from "./point-request.ts";
import { agentKey, definitionOf, type ScenarioSetting, serverOf, type TargetTool } from "./target.ts";
import { targetSource } from "./target-source.ts";

/** Points report in batches, and the worker judges what they report a moment later. */
const RECORDED_WITHIN_MS = 20_000;
const LOOK_AGAIN_MS = 250;

export type Ran = { tool: string; arguments: JsonObject };
export type Side = "direct" | "governed";

export type StageParts = {
  scenario: ScenarioSetting;
  console: ExerciseConsole;
  range: ExerciseRange;
  /** A directory of this scenario's own. */
  directory: string;
  /** The command line, as Node's first argument. */
  cli: string;
  /** Takes the protection away, to see that the exercise would notice. For tests alone. */
  unprotected?: boolean;
};

export class Stage {
  readonly parts: StageParts;
  private readonly clients: McpClient[] = [];
  private readonly points: EnforcementPoint[] = [];

  constructor(parts: StageParts) {
    this.parts = parts;
    for (const side of ["direct", "governed"] as const) {
      mkdirSync(path.join(parts.directory, side), { recursive: true });
      this.serve(side, parts.scenario.tools);
    }
    writeFileSync(path.join(parts.directory, "target.cjs"), targetSource);
  }

  get server(): string {
    return serverOf(this.parts.scenario);
  }

  agentId(other?: string): string {
    return this.agent(other).id;
  }

  private agent(other?: string) {
    const key = agentKey(this.parts.scenario, other);
    const found = this.parts.range.agents.find((one) => one.key === key);
    if (!found) throw new Error(`The console made no agent ${key}.`);
    return found;
  }

  /** What the server offers from now on. Replaced whole: a listing in between sees the old or the new. */
  serve(side: Side, tools: readonly TargetTool[]): void {
    const answers = Object.fromEntries(tools.flatMap(({ name, answer }) => (answer ? [[name, answer]] : [])));
    const file = this.file(side, "served.json");
    writeFileSync(`${file}.new`, JSON.stringify({ name: this.server, tools: tools.map(definitionOf), answers }));
    renameSync(`${file}.new`, file);
  }

  /** What reached the server, which is what happened. */
  ran(side: Side): Ran[] {
    const log = this.file(side, "calls.ndjson");
    if (!existsSync(log)) return [];
    return readFileSync(log, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line): Ran => JSON.parse(line));
  }

  /** The agent before the server itself, as if there were no Gatehouse. */
  direct(): Promise<McpClient> {
    return this.kept(McpClient.start(this.target("direct")));
  }

  /** The agent before `gatehouse mcp`, a process of its own; `place` for a second one with a directory of its own. */
  async governed(place?: string): Promise<McpClient> {
    if (this.parts.unprotected) return this.kept(McpClient.start(this.target("governed")));
    const { id, token } = this.agent();
    const own = ["--agent", id, "--server", this.server, "--url", this.parts.range.gatewayUrl];
    const command = [process.execPath, this.parts.cli, "mcp", ...own, "--state", this.stateDir(place), "--"];
    const client = McpClient.start([...command, ...this.target("governed")], { GATEHOUSE_ENROL_TOKEN: token });
    return this.kept(client);
  }

  /** An enforcement point in the agent's own process, by the SDK. */
  async point(other?: string): Promise<EnforcementPoint> {
    const { id, token } = this.agent(other);
    const point = await connect({
      url: this.parts.range.gatewayUrl,
      kind: "sdk",
      agent: id,
      stateDir: this.stateDir(other),
      enrolToken: token,
      name: agentKey(this.parts.scenario, other),
      logger: silent,
    });
    this.points.push(point);
    return point;
  }

  /** A request to the gateway with the credentials of the agent's point, as whoever has stolen them would send it. */
  asPoint(method: string, route: string, body: unknown, other?: string): Promise<PointAnswer> {
    return asPoint({ gateway: this.parts.range.gatewayUrl, stateDir: this.stateDir(other), method, route, body });
  }

  stateDir(other?: string): string {
    return path.join(this.parts.directory, `point${other ? `-${other}` : ""}`);
  }

  act(act: RangeAct): Promise<Acted> {
    return this.parts.console.act(this.parts.range.runId, act);
  }

  records(other?: string): Promise<RangeRecords> {
    return this.parts.console.records(this.parts.range.runId, this.agentId(other));
  }

  /** Looks at the records until they show it. Null when they do not in time. */
  async until<T>(found: (records: RangeRecords) => T | null | undefined, other?: string): Promise<T | null> {
    const end = Date.now() + RECORDED_WITHIN_MS;
    for (;;) {
      const seen = found(await this.records(other));
      if (seen !== null && seen !== undefined) return seen;
      if (Date.now() > end) return null;
      await wait(LOOK_AGAIN_MS);
    }
  }

  /** The records that show that the control acted; none when they never come. */
  async proof(proof: (records: RangeRecords) => Evidence[], other?: string): Promise<Evidence[]> {
    const found = await this.until((records) => {
      const evidence = proof(records);
      return evidence.length > 0 ? evidence : null;
    }, other);
    return (found ?? []).slice(0, 12);
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.close()));
    await Promise.all(this.points.map((point) => point.close()));
  }

  private target(side: Side): string[] {
    const program = path.join(this.parts.directory, "target.cjs");
    const files = ["served.json", "calls.ndjson", "memory.txt"].map((name) => this.file(side, name));
    return [process.execPath, program, ...files];
  }

  private file(side: Side, name: string): string {
    return path.join(this.parts.directory, side, name);
  }

  private async kept(starting: Promise<McpClient>): Promise<McpClient> {
    const client = await starting;
    this.clients.push(client);
    return client;
  }
}
