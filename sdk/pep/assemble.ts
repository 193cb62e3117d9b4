/** Puts the parts of an enforcement point together and starts them. */
import type { SigningKey } from "../crypto.ts";
import { loadBundle } from "../decide.ts";
import { AckQueue } from "./ack-queue.ts";
import { BundleHolder } from "./bundle-holder.ts";
import { CallLedger } from "./call-ledger.ts";
import { CallRunner } from "./call-runner.ts";
import { CheckpointWaits } from "./checkpoint-waits.ts";
import { type Clock, instant } from "./clock.ts";
import type { ConnectOptions } from "./connect-options.ts";
import { Decider } from "./decider.ts";
import { Delivery } from "./delivery.ts";
import type { PointParts } from "./enforcement-point.ts";
import { EventStream } from "./event-stream.ts";
import type { GatewayClient } from "./gateway-client.ts";
import { Heartbeat } from "./heartbeat.ts";
import type { Enrolment } from "./identity.ts";
import { KeptHolds } from "./kept-holds.ts";
import { Lease } from "./lease.ts";
import { type Logger, silent } from "./logger.ts";
import { Orders } from "./orders.ts";
import { Prober } from "./probe.ts";
import { Recorder } from "./recorder.ts";
import { redactor } from "./redact.ts";
import { Spool } from "./spool.ts";
import { Standing } from "./standing.ts";
import type { StateDir } from "./state-dir.ts";
import { Stops } from "./stops.ts";
import type { TokenSource } from "./token-source.ts";
import { UnsettledCalls } from "./unsettled-calls.ts";
import { VERSION } from "./version.ts";

const SPOOL_MAX_BYTES = 64 * 1024 * 1024;

export type Ground = {
  options: ConnectOptions;
  directory: StateDir;
  clock: Clock;
  tokens: TokenSource;
  client: GatewayClient;
  enrolment: Enrolment;
  key: SigningKey;
};

/** `ready` settles when the first word from the gateway is in effect, or it is known that none comes now. */
export function assemble(ground: Ground): { parts: PointParts; ready: Promise<void> } {
  const log = ground.options.logger ?? silent;
  const changes = new Set<() => void>();
  const closing = new AbortController();
  const reporting = assembleReporting(ground, log);
  const policy = assemblePolicy(ground, log, changes);
  const { bundles, lease, stops, standing } = policy;
  const { agents } = ground.enrolment;
  const gatewayNow = () => ground.tokens.gatewayNow();
  const decider = new Decider({ bundles, lease, stops, standing, recorder: reporting.recorder, gatewayNow, agents });
  const waits = new CheckpointWaits(ground.client, ground.options.checkpointPollMs);
  const runner = assembleRunner(ground, { ...reporting, ...policy, decider, waits, closing });
  const prober = assembleProber(ground, { ...policy, decider, closing, log });
  const line = assembleLine(ground, { ...reporting, ...policy, waits, prober, changes, log });
  bundles.restore();
  line.stream.start();
  line.heartbeat.start();
  const { directory, client, tokens, enrolment } = ground;
  const parts = {
    credential: ground.options.credential,
    directory,
    client,
    tokens,
    enrolment,
    ...reporting,
    ...policy,
    ...line,
    decider,
    runner,
    waits,
    changes,
    closing,
  };
  return { parts, ready: line.ready };
}

type Reporting = Pick<PointParts, "spool" | "recorder" | "delivery">;
type Policy = Pick<PointParts, "standing" | "lease" | "stops" | "acks" | "bundles">;

function assembleReporting({ options, directory, clock, client }: Ground, log: Logger): Reporting {
  const spool = new Spool(directory.file("spool"), options.spoolMaxBytes ?? SPOOL_MAX_BYTES);
  const recorder = new Recorder(spool, directory, clock);
  return { spool, recorder, delivery: new Delivery(spool, client, recorder, log) };
}

function assemblePolicy(
  { directory, clock, client, enrolment }: Ground,
  log: Logger,
  changes: Set<() => void>,
): Policy {
  const standing = new Standing(directory, { mode: enrolment.mode, trust: enrolment.trust });
  const acks = new AckQueue(client, log);
  const bundles = new BundleHolder({
    org: enrolment.org,
    directory,
    standing,
    client,
    clock,
    log,
    load: loadBundle,
    acknowledge: (ack) => acks.push(ack),
    onChange: () => announce(changes),
  });
  const lease = new Lease(clock, standing.heard.lastWord);
  return {
    standing,
    acks,
    bundles,
    lease,
    stops: new Stops(standing.current, (agent) => bundles.held?.agents.get(agent)?.provider ?? null),
  };
}

type RunnerNeeds = Reporting & Policy & Pick<PointParts, "decider" | "closing"> & { waits: CheckpointWaits };

function assembleRunner(
  { options, directory, clock, client, tokens, enrolment }: Ground,
  needs: RunnerNeeds,
): CallRunner {
  const { standing, bundles, stops, recorder, decider, waits, closing } = needs;
  const hold = {
    client,
    waits,
    org: enrolment.org,
    pepId: enrolment.pepId,
    trust: () => standing.current.trust,
    gatewayNow: () => tokens.gatewayNow(),
    deny: decider.deny.bind(decider),
  };
  const redact = redactor(options.redact);
  const ledger = new CallLedger(clock, decider, recorder);
  const kept = new KeptHolds(directory, enrolment.pepId);
  kept.prune(clock.now());
  const unsettled = new UnsettledCalls({ directory, client, flush: () => needs.delivery.flush() });
  const lost = { outcome: "unknown", error: "The point ended while the call ran.", durationMs: null } as const;
  unsettled.abandoned((callId) => ledger.end(callId, lost));
  return new CallRunner({
    clock,
    decider,
    bundles,
    ledger,
    stops,
    redact,
    hold,
    kept,
    unsettled,
    closing: closing.signal,
  });
}

type ProberNeeds = Policy & Pick<PointParts, "decider" | "closing"> & { log: Logger };

function assembleProber({ clock, client, key, enrolment }: Ground, needs: ProberNeeds): Prober {
  const { bundles, decider, closing, log } = needs;
  const { org, pepId } = enrolment;
  return new Prober({ org, pepId, key, clock, client, decider, bundles, log, closing: closing.signal });
}

type LineNeeds = Reporting & Policy & { waits: CheckpointWaits; prober: Prober; changes: Set<() => void>; log: Logger };
type Line = Pick<PointParts, "stream" | "heartbeat"> & { ready: Promise<void> };

function assembleLine({ options, clock, client, tokens, enrolment }: Ground, needs: LineNeeds): Line {
  const { lease, stops, standing, bundles, acks, waits, prober, log, changes, recorder, delivery, spool } = needs;
  let onReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    onReady = resolve;
  });
  const heartbeat = new Heartbeat(client, tokens, () => ({
    version: options.version ?? VERSION,
    revision: bundles.revision,
    spoolDepth: spool.depth,
    gaps: recorder.gaps,
    clock: instant(clock.now()),
  }));
  const orders = new Orders({ clock, tokens, lease, stops, standing, bundles, acks, waits, prober, log, onReady });
  const onConnection = (up: boolean): void => {
    if (up) {
      acks.wake();
      delivery.hurry();
    } else onReady();
    announce(changes);
  };
  const handlers = {
    onConnection,
    onEvent: orders.take.bind(orders),
    onRefused: orders.refused.bind(orders),
    lastEventId: () => orders.lastEventId,
  };
  const stream = new EventStream(client, enrolment.streamPath, handlers, log);
  changes.add(() => {
    if (stream.connected) heartbeat.beat();
  });
  return { ready, heartbeat, stream };
}

function announce(listeners: ReadonlySet<() => void>): void {
  for (const listener of listeners) listener();
}
