/** The answers of the kit's gateway. What does not keep to the contract is refused, and held against the point. */
import { randomUUID } from "node:crypto";
import type { ZodType, z } from "zod";
import { actionDigest } from "../action-digest.ts";
import { canonicalJson, digestOf } from "../canonical.ts";
import {
  AcksInput,
  EnrolInput,
  EventsInput,
  HeartbeatInput,
  HoldInput,
  PepEvent,
  ProbeInput,
  RedeemInput,
  ToolsSeenInput,
} from "../wire/protocol.ts";
import type { KitCheckpoint, KitPoint, KitState, Reply } from "./kit-state.ts";

export type KitRequest = { method: string; path: string; body: unknown; point: KitPoint | null };

class Malformed extends Error {}

export function kitRoutes(kit: KitState, request: KitRequest): Reply | "stream" {
  try {
    return route(kit, request);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    kit.conduct.malformedRequest(`${request.method} ${request.path}: ${error.message}`);
    return problem(400, "invalid_request", error.message);
  }
}

function route(kit: KitState, { method, path, body, point }: KitRequest): Reply | "stream" {
  const name = `${method} ${path}`;
  if (name === "POST /v1/pep/enroll") return enrol(kit, body);
  if (!point) return problem(401, "unauthenticated", "The token is not valid.");
  const { log } = kit;
  switch (name) {
    case "GET /v1/pep/stream":
      return "stream";
    case "POST /v1/pep/acks": {
      const { acks } = read(AcksInput, body);
      log.acks.push(...acks);
      return ok({ accepted: acks.length });
    }
    case "POST /v1/pep/heartbeat":
      log.heartbeats.push(read(HeartbeatInput, body));
      return ok({ serverTime: new Date().toISOString(), leaseSeconds: kit.leaseSeconds });
    case "POST /v1/pep/events":
      return ok({ results: read(EventsInput, body).events.map((event) => store(kit, event)) });
    case "POST /v1/pep/probes":
      log.probes.push(read(ProbeInput, body));
      return ok({ accepted: 1 });
    case "POST /v1/pep/tools":
      return seen(body);
    case "POST /v1/pep/checkpoints":
      return hold(kit, body);
  }
  const [, kind, id = "", act] = /^\/v1\/pep\/(bundles|checkpoints|grants)\/([^/]+)(\/\w+)?$/.exec(path) ?? [];
  if (kind === "bundles" && method === "GET") return bundle(kit, Number(id));
  if (kind === "checkpoints") return checkpoint(kit, id);
  if (kind === "grants" && act === "/redeem") return redeem(kit, id, body);
  kit.conduct.malformedRequest(`there is no ${name}`);
  return problem(404, "not_found", `There is no ${name}.`);
}

function read<T>(schema: ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Malformed(`${issue?.path.join(".") || "the body"}: ${issue?.message ?? "unreadable"}`);
}

const ok = (body: unknown): Reply => ({ status: 200, body });

export function problem(status: number, code: string, detail: string): Reply {
  const serverTime = new Date().toISOString();
  return { status, body: { type: "about:blank", title: code, status, code, detail, serverTime } };
}

function enrol(kit: KitState, body: unknown): Reply {
  const input = read(EnrolInput, body);
  kit.log.enrolments.push(input);
  if (!kit.tokens.delete(input.token)) return problem(403, "token_refused", "The token was used before.");
  const pepId = randomUUID();
  kit.points.set(pepId, { pepId, publicKey: input.publicKey });
  const { org, mode, trust } = kit;
  const serverTime = new Date().toISOString();
  return { status: 201, body: { pepId, org, mode, agents: null, trust, streamPath: "/v1/pep/stream", serverTime } };
}

type Stored = { id: string | null; status: "stored" | "duplicate" | "refused"; reason?: string };

function store(kit: KitState, sent: unknown): Stored {
  const parsed = PepEvent.safeParse(sent);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    kit.conduct.malformedRequest(`an event: ${issue?.path.join(".")}: ${issue?.message}`);
    return { id: null, status: "refused", reason: "it does not keep to the contract" };
  }
  const { data: event } = parsed;
  if (kit.refuseEvents && event.type !== "gap") return { id: event.id, status: "refused", reason: "by the kit" };
  const known = kit.log.events.find((other) => other.id === event.id);
  if (!known) {
    kit.log.events.push(event);
    return { id: event.id, status: "stored" };
  }
  if (canonicalJson(known) === canonicalJson(event)) {
    kit.log.repeated.push(event.id);
    return { id: event.id, status: "duplicate" };
  }
  kit.log.contradicted.push(event.id);
  return { id: event.id, status: "refused", reason: "the id was used for another event" };
}

function seen(body: unknown): Reply {
  const { server, tools } = read(ToolsSeenInput, body);
  return ok({
    tools: tools.map(({ name, definition }) => {
      return { tool: `${server}/${name}`, pin: digestOf(definition), state: "approved" };
    }),
  });
}

function bundle(kit: KitState, revision: number): Reply {
  const found = kit.bundles.get(revision);
  return found === undefined ? problem(404, "not_found", `There is no bundle ${revision}.`) : ok(found);
}

function hold(kit: KitState, body: unknown): Reply {
  const input = read(HoldInput, body);
  const known = [...kit.checkpoints.values()].find(({ asked }) => asked.digest === input.digest);
  if (known) return ok(held(known));
  if (actionDigest(input.action) !== input.digest) {
    kit.conduct.malformedRequest("a held action whose digest is not that of its canonical JSON");
    return problem(409, "digest_mismatch", "The digest is not the action's.");
  }
  const expiresAt = new Date(Date.now() + 900_000).toISOString();
  const checkpointId = randomUUID();
  const made = { checkpointId, status: "pending" as const, reason: null, grant: null, expiresAt, asked: input };
  kit.log.holds.push(input);
  kit.checkpoints.set(checkpointId, made);
  const reply = ok(held(made));
  if (kit.onHold) setImmediate(kit.onHold, made);
  return reply;
}

const held = ({ checkpointId, status, expiresAt }: { checkpointId: string; status: string; expiresAt: string }) => ({
  checkpointId,
  status,
  expiresAt,
  url: `http://localhost/checkpoints/${checkpointId}`,
});

function checkpoint(kit: KitState, id: string): Reply {
  const found = kit.checkpoints.get(id);
  if (!found) return problem(404, "not_found", `There is no checkpoint ${id}.`);
  const { asked: _, ...state } = found;
  return ok(state);
}

/** The kit's own view of what may run, whatever the grant at hand claims. */
const permitted = ({ grant, asked }: KitCheckpoint): string =>
  grant?.grant.format === 2 ? grant.grant.actionDigest : asked.digest;

function redeem(kit: KitState, grantId: string, body: unknown): Reply {
  const { actionDigest: digest }: z.infer<typeof RedeemInput> = read(RedeemInput, body);
  const found = [...kit.checkpoints.values()].find((entry) => entry.grant?.grant.id === grantId);
  if (!found || digest !== permitted(found)) return problem(409, "grant_mismatch", "The grant is for another action.");
  if (found.status !== "approved") return problem(409, "grant_used", `The grant is ${found.status} already.`);
  found.status = "redeemed";
  kit.log.redeemed.push({ grantId, order: kit.log.next() });
  return ok({ grantId, redeemedAt: new Date().toISOString() });
}
