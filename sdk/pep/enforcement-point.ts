/** An enforcement point: decides and carries out tool calls by the policy that the gateway has pushed to it. */
import type { z } from "zod";
import type { JsonObject } from "../canonical.ts";
import type { PolicySet } from "../cedar/policy-set.ts";
import type { BundleProfile, BundleTool } from "../wire/bundle.ts";
import type { Decision, DecisionCode, DecisionRequest } from "../wire/decision.ts";
import { Accepted, CheckpointState, type ToolsSeenInput, ToolsSeenOutput } from "../wire/protocol.ts";
import type { ProposalInput, SandboxReport } from "../wire/sandbox-run.ts";
import type { Mode } from "../wire/words.ts";
import type { AckQueue } from "./ack-queue.ts";
import type { BundleHolder } from "./bundle-holder.ts";
import type { CallOptions, Run } from "./call-attempt.ts";
import type { CallRequest } from "./call-events.ts";
import type { CallRunner } from "./call-runner.ts";
import { Cancellation } from "./cancellation.ts";
import type { CheckpointWaits, HoldVerdict } from "./checkpoint-waits.ts";
import type { DecideOptions, Decider } from "./decider.ts";
import type { Delivery } from "./delivery.ts";
import { Denied, Held, type HeldCheckpoint } from "./denied.ts";
import type { EventStream } from "./event-stream.ts";
import { followSignal } from "./follow-signal.ts";
import type { GatewayClient } from "./gateway-client.ts";
import type { Heartbeat } from "./heartbeat.ts";
import type { Enrolment } from "./identity.ts";
import type { Lease } from "./lease.ts";
import { prepareArguments } from "./prepare-arguments.ts";
import type { Recorder } from "./recorder.ts";
import type { Spool } from "./spool.ts";
import type { Standing } from "./standing.ts";
import type { StateDir } from "./state-dir.ts";
import type { Stops } from "./stops.ts";
import type { TokenSource } from "./token-source.ts";
import { within } from "./within.ts";

/** Running calls get this long to end when the point is closed. */
const CLOSE_WITHIN_MS = 5000;

export type PointStatus = {
  pepId: string;
  org: string;
  mode: Mode;
  connected: boolean;
  /** Revision in force; 0 when there is none. */
  revision: number;
  /** Seconds since the gateway was last heard; null when it never was. */
  silentSeconds: number | null;
  spoolDepth: number;
  gaps: number;
  /** Milliseconds by which the gateway's clock is ahead of this machine's. */
  skewMs: number;
};

export type PointParts = {
  enrolment: Enrolment;
  /** What calls present that name no credential of their own. */
  credential: string | undefined;
  directory: StateDir;
  standing: Standing;
  client: GatewayClient;
  tokens: TokenSource;
  lease: Lease;
  stops: Stops;
  bundles: BundleHolder;
  acks: AckQueue;
  spool: Spool;
  recorder: Recorder;
  delivery: Delivery;
  decider: Decider;
  runner: CallRunner;
  waits: CheckpointWaits;
  stream: EventStream;
  heartbeat: Heartbeat;
  changes: Set<() => void>;
  closing: AbortController;
};

export class EnforcementPoint {
  private readonly parts: PointParts;
  private readonly running = new Set<Promise<unknown>>();
  private closed: Promise<void> | null = null;

  /** Made by `connect`. */
  constructor(parts: PointParts) {
    this.parts = parts;
  }

  get id(): string {
    return this.parts.enrolment.pepId;
  }

  get mode(): Mode {
    return this.parts.standing.current.mode;
  }

  /** The decision alone, from memory: nothing is recorded, asked or run. In observe mode it says what would have been. */
  decide(request: DecisionRequest, options?: DecideOptions): Decision {
    return this.parts.decider.decide(this.presenting(request), options);
  }

  private presenting<Request extends { credential?: string | undefined }>(request: Request): Request {
    const { credential } = this.parts;
    return credential === undefined || request.credential !== undefined ? request : { ...request, credential };
  }

  /**
   * Runs `run` if policy permits the call, with exactly the arguments that were decided about. A call that needs people
   * waits for them. Throws {@link Denied} when it was not run; whatever `run` throws otherwise.
   */
  call<T>(request: CallRequest, run: Run<T>, options: CallOptions<T> = {}): Promise<T> {
    const cancellation = new Cancellation();
    const unlink = followSignal(options.signal, cancellation);
    const call = this.conduct(request, (args) => run(args, cancellation.signal), options, cancellation);
    if (options.signal) call.then(unlink, unlink);
    return call;
  }

  /** As `call`, for a front end that can end its calls without a signal. */
  conduct<T>(
    request: CallRequest,
    run: (args: JsonObject) => Promise<T> | T,
    options: Omit<CallOptions<T>, "signal">,
    cancellation: Cancellation,
  ): Promise<T> {
    if (this.parts.closing.signal.aborted) {
      return Promise.reject(new Denied(this.parts.decider.deny("no_bundle", "The enforcement point is closed.")));
    }
    const call = this.parts.runner.call(this.presenting(request), run, options, cancellation);
    this.running.add(call);
    const done = (): void => void this.running.delete(call);
    call.then(done, done);
    return call;
  }

  /**
   * Asks people about a call that is to be made later, under the same key. Null when it need not wait for them: policy
   * permits it or refuses it, and `call` will say which.
   */
  async ask(
    request: CallRequest,
    key: string,
    options: Pick<CallOptions, "reason" | "signal" | "onHeld"> = {},
  ): Promise<HeldCheckpoint | null> {
    const plain = prepareArguments(request.arguments, (value) => value).value;
    if (!plain) return null;
    const decision = this.decide({ ...request, arguments: plain });
    if (decision.effect !== "hold" || !this.parts.decider.enforces(decision)) return null;
    const notYet = (): HeldCheckpoint => {
      throw new Error("It was only to be asked about.");
    };
    try {
      return await this.call(request, notYet, { ...options, hold: { key, onlyAsk: true } });
    } catch (error) {
      if (error instanceof Held) return error.checkpoint;
      if (error instanceof Denied) return null;
      throw error;
    }
  }

  /**
   * How people decided about a held call, as soon as they have. For a caller that let itself be stopped meanwhile; the call
   * itself is made again, under the same key.
   */
  async decided(checkpointId: string, signal?: AbortSignal): Promise<HoldVerdict> {
    const path = `/v1/pep/checkpoints/${encodeURIComponent(checkpointId)}`;
    const { client, waits, tokens } = this.parts;
    const state = await client.get(path, CheckpointState);
    if (state.status !== "pending") return { status: state.status, reason: state.reason };
    const remaining = Date.parse(state.expiresAt) - tokens.gatewayNow();
    const ending = new AbortController();
    const unlink = [followSignal(signal, ending), followSignal(this.parts.closing.signal, ending)];
    try {
      const { status, reason } = await waits.wait({ ...state, url: "" }, remaining, ending.signal);
      return { status, reason };
    } finally {
      for (const end of unlink) end();
    }
  }

  /** Records that a call was refused before policy was asked, for a front end that cannot even read it. */
  refuse(request: CallRequest, code: DecisionCode, reason: string): Denied {
    return this.parts.runner.refuse(this.presenting(request), this.parts.decider.deny(code, reason));
  }

  /** The policies in force, compiled, for a front end that shows only what could be permitted. */
  get policies(): PolicySet | undefined {
    return this.parts.bundles.held?.set;
  }

  /** A tool as the bundle in force knows it. */
  tool(id: string): BundleTool | undefined {
    return this.parts.bundles.held?.tools.get(id);
  }

  /** Boundaries that the organisation holds, as the bundle in force has them; null while none is in force. */
  get sandboxProfiles(): readonly BundleProfile[] | null {
    const held = this.parts.bundles.held;
    return held ? (held.content.sandboxProfiles ?? []) : null;
  }

  /** Tells the gateway how a sandbox of this point stands. */
  async reportSandbox(report: SandboxReport): Promise<void> {
    await this.parts.client.post("/v1/pep/sandboxes", report, Accepted);
  }

  /** Hands in the smallest profile that a run in learning mode would have needed; it takes effect only when people save it. */
  async proposeProfile(proposal: ProposalInput): Promise<void> {
    await this.parts.client.post("/v1/pep/profile-proposals", proposal, Accepted);
  }

  /** Tells the gateway which tools a server shows, so that people can approve them. */
  reportTools(seen: z.infer<typeof ToolsSeenInput>): Promise<z.infer<typeof ToolsSeenOutput>> {
    return this.parts.client.post("/v1/pep/tools", seen, ToolsSeenOutput);
  }

  /** Calls `listener` whenever another bundle is in force or the connection comes or goes. Returns its removal. */
  onChange(listener: () => void): () => void {
    this.parts.changes.add(listener);
    return () => this.parts.changes.delete(listener);
  }

  status(): PointStatus {
    const { enrolment, stream, bundles, lease, spool, recorder, tokens } = this.parts;
    const silent = lease.age();
    return {
      pepId: enrolment.pepId,
      org: enrolment.org,
      mode: this.mode,
      connected: stream.connected,
      revision: bundles.held?.revision ?? 0,
      silentSeconds: Number.isFinite(silent) ? silent : null,
      spoolDepth: spool.depth,
      gaps: recorder.gaps,
      skewMs: tokens.skew,
    };
  }

  /** Sends what is recorded now rather than within a tenth of a second; true when the gateway has all of it. */
  flush(): Promise<boolean> {
    return this.parts.delivery.flush();
  }

  /** Takes no more calls, gives up waits for people, lets running calls end, and hands in what is recorded. */
  close(): Promise<void> {
    this.closed ??= this.shut();
    return this.closed;
  }

  private async shut(): Promise<void> {
    const { stream, bundles, heartbeat, acks, recorder, delivery, spool, client, directory } = this.parts;
    this.parts.closing.abort();
    await within(CLOSE_WITHIN_MS, Promise.allSettled(this.running));
    await Promise.all([stream.close(), bundles.close(), heartbeat.close()]);
    recorder.reportGap();
    await Promise.all([within(CLOSE_WITHIN_MS, acks.close()), within(CLOSE_WITHIN_MS, delivery.close())]);
    await recorder.settled();
    spool.close();
    client.close();
    directory.release();
  }
}
