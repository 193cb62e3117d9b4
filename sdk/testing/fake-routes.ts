/** The fake gateway's answers. */
import { randomUUID } from "node:crypto";
import { actionDigest } from "../action-digest.ts";
import { digestOf } from "../canonical.ts";
import { verifyCanonical } from "../crypto.ts";
import { CanaryInput } from "../wire/canary.ts";

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
import { AnswerInput } from "../wire/question.ts";
import { ProposalInput, SandboxReport } from "../wire/sandbox-run.ts";
import type { FakePoint, FakeState } from "./fake-state.ts";

export type Reply = { status: number; body: unknown };
export type FakeRequest = { method: string; path: string; body: unknown; point: FakePoint | null };

export function fakeRoutes(gateway: FakeState, request: FakeRequest): Reply | "stream" {
  const { method, path, body, point } = request;
  const route = `${method} ${path}`;
  if (route === "POST /v1/pep/enroll") return enroll(gateway, body);
  if (!point) return problem(gateway, 401, "unauthenticated", "The token is not valid.");
  switch (route) {
    case "GET /v1/pep/stream":
      return "stream";
    case "POST /v1/pep/acks": {
      const { acks } = AcksInput.parse(body);
      gateway.records.acks.push(...acks);
      return ok({ accepted: acks.length });
    }
    case "POST /v1/pep/heartbeat":
      gateway.records.heartbeats.push(HeartbeatInput.parse(body));
      return ok({ serverTime: new Date(gateway.now()).toISOString(), leaseSeconds: gateway.leaseSeconds });
    case "POST /v1/pep/events":
      return ok({ results: EventsInput.parse(body).events.map((event) => store(gateway, PepEvent.parse(event))) });
    case "POST /v1/pep/probes":
      gateway.records.probes.push(ProbeInput.parse(body));
      return ok({ accepted: 1 });
    case "POST /v1/pep/canaries": {
      const input = CanaryInput.parse(body);
      const signature = { keyId: "", algorithm: "Ed25519", value: input.signature } as const;
      if (!verifyCanonical(point.publicKey, input.statement, signature))
        return problem(gateway, 422, "invalid_input", "The signature is not the point's.");
      gateway.records.canaries.push(input);
      return ok({ accepted: 1 });
    }
    case "POST /v1/pep/sandboxes":
      gateway.records.sandboxes.push(SandboxReport.parse(body));
      return ok({ accepted: 1 });
    case "POST /v1/pep/profile-proposals":
      gateway.records.proposals.push(ProposalInput.parse(body));
      return ok({ accepted: 1 });
    case "POST /v1/pep/tools":
      return seen(gateway, body);
    case "POST /v1/pep/checkpoints":
      return hold(gateway, point, body);
  }
  const [, withdrawn] = /^\/v1\/pep\/checkpoints\/([^/]+)\/cancel$/.exec(path) ?? [];
  if (withdrawn) return withdraw(gateway, withdrawn);
  const [, asked] = /^\/v1\/pep\/checkpoints\/([^/]+)\/answers$/.exec(path) ?? [];
  if (asked) {
    gateway.answers.push(AnswerInput.parse(body));
    return ok({ accepted: true });
  }
  const [, ended] = /^\/v1\/pep\/checkpoints\/([^/]+)\/outcome$/.exec(path) ?? [];
  if (ended) {
    const found = gateway.settled.get(ended) ?? { mayRepeat: false, reason: "Nobody has found out yet." };
    return ok({ checkpointId: ended, ...found });
  }
  const [, kind, id] = /^\/v1\/pep\/(bundles|checkpoints|grants)\/([^/]+)/.exec(path) ?? [];
  if (kind === "bundles") return bundle(gateway, Number(id));
  if (kind === "checkpoints" && id) return checkpoint(gateway, id);
  if (kind === "grants" && id) return redeem(gateway, id, body);
  return problem(gateway, 404, "not_found", `There is no ${route}.`);
}

const ok = (body: unknown): Reply => ({ status: 200, body });

export function problem(gateway: FakeState, status: number, code: string, detail: string): Reply {
  const serverTime = new Date(gateway.now()).toISOString();
  return { status, body: { type: "about:blank", title: code, status, code, detail, serverTime } };
}

function enroll(gateway: FakeState, body: unknown): Reply {
  const input = EnrolInput.parse(body);
  if (!gateway.tokens.delete(input.token)) return problem(gateway, 403, "token_used", "The token was used before.");
  const pepId = randomUUID();
  gateway.points.set(pepId, { pepId, publicKey: input.publicKey, input });
  const { org, mode, agents, trust } = gateway;
  const serverTime = new Date(gateway.now()).toISOString();
  return ok({ pepId, org, mode, agents, trust, streamPath: "/v1/pep/stream", serverTime });
}

function store(gateway: FakeState, event: PepEvent) {
  const known = gateway.records.events.some((stored) => stored.id === event.id);
  if (known) gateway.records.duplicates += 1;
  else gateway.records.events.push(event);
  return { id: event.id, status: known ? "duplicate" : "stored" };
}

function seen(gateway: FakeState, body: unknown): Reply {
  const input = ToolsSeenInput.parse(body);
  gateway.records.tools.push(input);
  const tools = input.tools.map(({ name, definition }) => {
    return { tool: `${input.server}/${name}`, pin: digestOf(definition), state: "waiting" };
  });
  return ok({ tools });
}

function bundle(gateway: FakeState, revision: number): Reply {
  const found = gateway.bundles.get(revision);
  return found ? ok(found) : problem(gateway, 404, "not_found", `There is no bundle ${revision}.`);
}

function hold(gateway: FakeState, point: FakePoint, body: unknown): Reply {
  const input = HoldInput.parse(body);
  const { action, digest } = input;
  if (actionDigest(action) !== digest)
    return problem(gateway, 409, "digest_mismatch", "The digest is not the action's.");
  for (const [checkpointId, known] of gateway.checkpoints) {
    const { status, expiresAt, grantFor } = known;
    if (grantFor.actionDigest === digest)
      return ok({ checkpointId, status, expiresAt, url: `http://console/checkpoints/${checkpointId}` });
  }
  const checkpointId = randomUUID();
  const expiresAt = new Date(gateway.now() + 900_000).toISOString();
  const { org, agent, tool } = action;
  const grantFor = {
    format: 1,
    org,
    checkpointId,
    agent,
    pep: point.pepId,
    tool,
    actionDigest: digest,
    expiresAt,
  } as const;
  gateway.records.holds.push(input);
  gateway.checkpoints.set(checkpointId, {
    checkpointId,
    status: "pending",
    reason: null,
    grant: null,
    expiresAt,
    grantFor,
  });
  return ok({ checkpointId, status: "pending", expiresAt, url: `http://console/checkpoints/${checkpointId}` });
}

function checkpoint(gateway: FakeState, id: string): Reply {
  const found = gateway.checkpoints.get(id);
  if (!found) return problem(gateway, 404, "not_found", `There is no checkpoint ${id}.`);
  const { grantFor: _, ...state } = found;
  return ok(state);
}

function withdraw(gateway: FakeState, id: string): Reply {
  const found = gateway.checkpoints.get(id);
  if (found?.status === "pending") found.status = "cancelled";
  return checkpoint(gateway, id);
}

function redeem(gateway: FakeState, grantId: string, body: unknown): Reply {
  const { actionDigest: digest } = RedeemInput.parse(body);
  const found = [...gateway.checkpoints.values()].find((entry) => entry.grant?.grant.id === grantId);
  if (!found || found.grant?.grant.actionDigest !== digest)
    return problem(gateway, 409, "grant_mismatch", "It is for another action.");
  if (found.status !== "approved") return problem(gateway, 409, "grant_used", `It is ${found.status} already.`);
  found.status = "redeemed";
  gateway.records.redeemed.push(grantId);
  return ok({ grantId, redeemedAt: new Date(gateway.now()).toISOString() });
}
