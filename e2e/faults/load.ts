/** Points that report calls all the time, as fast as they are answered, and remember what they were told. */
import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { callOf } from "@/lib/activity/testing";
import { signToken } from "@/sdk/crypto";
import type { CallEvent } from "@/sdk/wire/protocol";
import { until } from "./processes";
import type { FaultStack } from "./stack";

type Report = { events: CallEvent[]; body: string };
type Answer = { results: { id: string | null; status: "stored" | "duplicate" | "refused"; reason?: string }[] };

const LANES = 6;
const MOST_EVENTS = 40;
/** A point waits before it tries again; so long at most. */
const PAUSE_MS = 50;

export class Load {
  /** Ids of all events that were ever sent. */
  readonly sent = new Set<string>();
  /** Ids of the events whose report was answered with "stored" or "duplicate". */
  readonly acknowledged = new Set<string>();
  /** What is on its way or was not answered yet: by report, the ids. */
  readonly open = new Map<Report, string[]>();
  /** Answers other than 200, by status. */
  readonly refusals = new Map<number, { count: number; retryAfter: string | null; detail: string }>();
  /** Connections that ended without an answer. */
  broken = 0;
  /** Events that were stored although their sender never heard of it, and said again. */
  heardLate = 0;
  refused: string[] = [];
  /** Reports that have left, answered or not. */
  left = 0;
  /** Begins the ids of this load's events. */
  readonly prefix = `fault-${randomUUID().slice(0, 8)}-`;
  readonly #stack: FaultStack;
  #stopped = false;
  #lanes: Promise<void>[] = [];

  constructor(stack: FaultStack) {
    this.#stack = stack;
  }

  start(): void {
    this.#stopped = false;
    this.#lanes = Array.from({ length: LANES }, () => this.#lane());
  }

  /** Every lane has its last report acknowledged before it ends. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#lanes);
  }

  /** Resolves when so many more reports have left. */
  async more(reports: number): Promise<void> {
    const goal = this.left + reports;
    await until(`${reports} more reports leave`, () => this.left >= goal);
  }

  /** Resolves when so many more events are acknowledged. */
  async acknowledges(events: number): Promise<void> {
    const goal = this.acknowledged.size + events;
    await until(`${events} more events are acknowledged`, () => this.acknowledged.size >= goal);
  }

  async #lane(): Promise<void> {
    while (!this.#stopped) {
      const report = this.#newReport();
      this.open.set(
        report,
        report.events.map(({ id }) => id),
      );
      for (let times = 1; !(await this.#send(report, times)); times++)
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * Math.random()));
      this.open.delete(report);
    }
  }

  #newReport(): Report {
    const count = 1 + Math.floor(Math.random() * MOST_EVENTS);
    const events = Array.from({ length: count }, () => this.#newEvent());
    for (const { id } of events) this.sent.add(id);
    return { events, body: JSON.stringify({ events }) };
  }

  #newEvent(): CallEvent {
    const { agentId, revision } = this.#stack.fleet;
    return callOf(agentId, { id: `${this.prefix}${randomUUID()}`, revision, policies: ["bank-open"] });
  }

  /** False when the report must be sent again. */
  async #send(report: Report, times: number): Promise<boolean> {
    const { fleet, gatewayUrl } = this.#stack;
    const now = Math.floor(Date.now() / 1000);
    const iss = fleet.enrolment.pepId;
    const token = signToken(fleet.key, { iss, aud: "gatehouse", iat: now, exp: now + 60, jti: randomUUID() });
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    this.left++;
    try {
      const response = await fetch(`${gatewayUrl}/v1/pep/events`, { method: "POST", headers, body: report.body });
      const answer = await response.json();
      if (response.ok) return this.#take(report, answer as Answer, times);
      const known = this.refusals.get(response.status)?.count ?? 0;
      const retryAfter = response.headers.get("retry-after");
      this.refusals.set(response.status, { count: known + 1, retryAfter, detail: String(answer.detail) });
    } catch {
      this.broken++;
    }
    return false;
  }

  #take(report: Report, { results }: Answer, times: number): boolean {
    for (const [place, { id }] of report.events.entries()) {
      const result = results[place];
      if (result?.status === "stored" || result?.status === "duplicate") this.acknowledged.add(id);
      else this.refused.push(`${id}: ${result?.reason ?? "no answer for it"}`);
      if (times > 1 && result?.status === "duplicate") this.heardLate++;
    }
    return true;
  }
}

/** What the record must be after any fault. Read it when nothing is on its way. */
export async function expectEveryCallOnce(stack: FaultStack, load: Load): Promise<void> {
  const stored = await storedIds(stack, load);
  const [counted] = await stack.rows<{ calls: number; events: number }>(
    `SELECT (SELECT coalesce(sum("calls"), 0)::int FROM "ActivityHour" WHERE "orgId" = $1) AS calls,
      (SELECT count(*)::int FROM "ActivityEvent" WHERE "orgId" = $1) AS events`,
    [stack.fleet.orgId],
  );
  expect([...load.acknowledged].filter((id) => !stored.has(id))).toEqual([]);
  expect([...load.sent].filter((id) => !stored.has(id))).toEqual([]);
  expect(stored.size).toBe(load.sent.size);
  expect(load.refused).toEqual([]);
  // The counts of the hours are kept in the same transactions.
  expect(counted?.calls).toBe(counted?.events);
}

export async function storedIds(stack: FaultStack, { prefix }: Load): Promise<Set<string>> {
  const rows = await stack.rows<{ id: string }>(
    `SELECT "id" FROM "ActivityEvent" WHERE "orgId" = $1 AND "id" LIKE $2 || '%'`,
    [stack.fleet.orgId, prefix],
  );
  return new Set(rows.map(({ id }) => id));
}
