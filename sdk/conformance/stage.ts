/** One point before one gateway, from enrolment to the end, with what most checks need to say. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { JsonObject } from "../canonical.ts";
import type { BundleContent } from "../wire/bundle.ts";
import type { Conduct } from "./conduct.ts";
import { AGENT, content } from "./kit-content.ts";
import { KitGateway } from "./kit-gateway.ts";
import { PATIENCE_MS } from "./kit-log.ts";
import type { KitCheckpoint } from "./kit-state.ts";
import { KitTool } from "./kit-tool.ts";
import type { Answer, KitCall, Subject } from "./subject.ts";
import { CheckFailed, CheckSkipped, demand } from "./verdicts.ts";

/** Coming back takes a point longer than answering: it waits between tries so that a fleet does not come back at once. */
const RETURN_MS = 20_000;

export type StageOptions = { leaseSeconds?: number };

export class Stage {
  readonly gateway: KitGateway;
  /** Here, so that a run is seen and not taken from the point's word. */
  readonly tool: KitTool;
  private readonly subject: Subject;
  private readonly directory = mkdtempSync(path.join(tmpdir(), "gatehouse-conformance-"));
  private serial = 0;

  private constructor(subject: Subject, conduct: Conduct) {
    this.subject = subject;
    this.gateway = new KitGateway(conduct);
    this.tool = new KitTool(this.gateway.log);
  }

  /** Starts a gateway and an unenrolled point before it. */
  static async open(subject: Subject, conduct: Conduct, { leaseSeconds = 30 }: StageOptions = {}): Promise<Stage> {
    const stage = new Stage(subject, conduct);
    stage.gateway.leaseSeconds = leaseSeconds;
    await Promise.all([stage.gateway.server.up(), stage.tool.up()]);
    try {
      await stage.start();
      return stage;
    } catch (error) {
      await stage.close();
      throw error;
    }
  }

  /** Starts the point, again with what it has kept. A used token does no harm to one that is enrolled. */
  async start(token = this.gateway.enrolToken()): Promise<void> {
    const { url } = this.gateway.server;
    await this.subject.start({
      GATEHOUSE_URL: url,
      GATEHOUSE_ENROL_TOKEN: token,
      GATEHOUSE_STATE_DIR: path.join(this.directory, "state"),
      GATEHOUSE_AGENT: AGENT,
      GATEHOUSE_TOOL_URL: this.tool.url,
    });
  }

  stop(): Promise<void> {
    return this.subject.stop();
  }

  async close(): Promise<void> {
    await this.subject.stop();
    await Promise.all([this.gateway.server.down(), this.tool.down()]);
    rmSync(this.directory, { recursive: true, force: true });
  }

  get log() {
    return this.gateway.log;
  }

  /** Waits until the point has a stream open, one more than `before`. */
  streamed(before = 0): Promise<void> {
    return this.log.until("the point at its stream", () => this.log.streams.length > before, RETURN_MS);
  }

  /** Publishes a good bundle and waits until the point says that it is in force. */
  async publish(next: BundleContent = content()): Promise<number> {
    await this.streamed();
    const revision = this.gateway.publish(next);
    await this.acked(revision, "loaded");
    return revision;
  }

  async acked(revision: number, result: "loaded" | "refused"): Promise<void> {
    await this.log.until(`the acknowledgement that revision ${revision} is ${result}`, () =>
      this.log.acks.some((ack) => ack.kind === "bundle" && ack.revision === revision && ack.result === result),
    );
  }

  /** Waits for the word of the point that an order is in effect. */
  async ordered(orderId: string, patience = PATIENCE_MS): Promise<void> {
    const known = (): boolean => this.log.acks.some((ack) => ack.kind === "order" && ack.orderId === orderId);
    await this.log.until("the acknowledgement of the order", known, patience);
  }

  /** Arguments that no other call has. */
  args(): JsonObject {
    this.serial += 1;
    return { path: `/tmp/${this.serial}` };
  }

  async call(tool: string, more: Partial<KitCall> = {}): Promise<Answer> {
    const answer = await this.subject.call({ agentId: AGENT, tool, arguments: this.args(), ...more });
    if (answer.unsupported !== undefined) throw new CheckSkipped(`The point cannot be asked: ${answer.unsupported}`);
    return answer;
  }

  /** Makes a call that must run, once and with exactly these arguments. */
  async runs(tool: string, more: Partial<KitCall> = {}): Promise<void> {
    const args = more.arguments ?? this.args();
    const before = this.log.runs.length;
    const answer = await this.call(tool, { ...more, arguments: args });
    demand(answer.ran === true, `${tool} was not run (${answer.code ?? "no code"}) although policy permits it.`);
    const runs = this.log.runs.slice(before);
    demand(runs.length === 1, `${tool} was run ${runs.length} times for one call.`);
    const given = JSON.stringify(runs[0]?.arguments);
    demand(given === JSON.stringify(args), `${tool} was run with ${given}, not with what was asked.`);
  }

  /** Makes a call that must not run; with `codes`, for one of these reasons. The code that was given. */
  async refuses(tool: string, codes: readonly string[] = [], more: Partial<KitCall> = {}): Promise<string> {
    const before = this.log.runs.length;
    return this.refused(await this.call(tool, more), before, codes);
  }

  /** Judges an answer that must be a refusal; `before` is how often the tool had run before. */
  refused(answer: Answer, before: number, codes: readonly string[] = []): string {
    const ran = this.log.runs.length - before;
    demand(ran === 0 && answer.ran !== true, `The call was run${ran > 0 ? "" : ", says the point"}.`);
    const code = answer.code ?? "";
    if (codes.length > 0 && !codes.includes(code))
      throw new CheckFailed(
        `It was refused with "${code}" where ${codes.map((each) => `"${each}"`).join(" or ")} is due.`,
      );
    return code;
  }

  /** Makes a call that people are asked about, and gives the request and the answer to come. */
  async holds(
    tool: string,
    more: Partial<KitCall> = {},
  ): Promise<{ checkpoint: KitCheckpoint; answer: Promise<Answer> }> {
    const before = this.gateway.checkpoints.size;
    const answer = this.call(tool, more);
    const early = answer.then((given) => {
      throw new CheckFailed(`People were not asked: the call was answered at once (${given.code ?? "no code"}).`);
    });
    const checkpoint = await Promise.race([this.gateway.held(before), early]);
    early.catch(() => undefined);
    return { checkpoint, answer };
  }
}
