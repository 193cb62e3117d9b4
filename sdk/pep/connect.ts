/** Makes an enforcement point: takes its state directory, enrols it the first time, and opens the stream of orders. */
import path from "node:path";
import { assemble } from "./assemble.ts";
import { systemClock } from "./clock.ts";
import type { ConnectOptions } from "./connect-options.ts";
import { ConnectFailed } from "./denied.ts";
import { EnforcementPoint } from "./enforcement-point.ts";
import { GatewayClient } from "./gateway-client.ts";
import { type Enrolment, enrol, loadKey, readEnrolment } from "./identity.ts";
import { StateDir } from "./state-dir.ts";
import { TokenSource } from "./token-source.ts";
import { VERSION } from "./version.ts";
import { within } from "./within.ts";

const READY_WITHIN_MS = 5000;

/**
 * The point, ready to decide: with the bundle that the gateway wants, or, when the gateway cannot be reached now, with the
 * last one and what remains of its lease. Throws {@link ConnectFailed} with what to do.
 */
export async function connect(options: ConnectOptions): Promise<EnforcementPoint> {
  const url = gatewayUrl(options.url);
  const directory = new StateDir(options.stateDir);
  directory.take();
  try {
    const clock = options.clock ?? systemClock;
    const key = loadKey(directory);
    const tokens = new TokenSource(clock, key);
    const client = new GatewayClient(url, tokens);
    const known = readEnrolment(directory);
    const enrolment = known ?? (await enrol(directory, client, key, enrolRequest(options)));
    checkAgent(options.agent, enrolment);
    tokens.name(enrolment.pepId);
    if (!known) tokens.correct(enrolment.serverTime);
    const { parts, ready } = assemble({ options, directory, clock, tokens, client, enrolment, key });
    await within(READY_WITHIN_MS, ready);
    return new EnforcementPoint(parts);
  } catch (error) {
    directory.release();
    throw error;
  }
}

function gatewayUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new ConnectFailed(`"${text}" is not the address of a gateway. It begins with http:// or https://.`);
}

function enrolRequest({ enrolToken, name, agent, stateDir, kind, version }: ConnectOptions) {
  const fallback = agent ?? path.basename(path.resolve(stateDir));
  return { token: enrolToken, name: (name ?? fallback).slice(0, 120), kind, version: version ?? VERSION };
}

function checkAgent(agent: string | undefined, { agents, pepId }: Enrolment): void {
  if (agent === undefined || agents === null || agents.includes(agent)) return;
  throw new ConnectFailed(
    `Enforcement point ${pepId} may not act for agent ${agent}. Give it that agent in the console, or enrol another point for it.`,
  );
}
