/** For weakening-acts.int.test.ts: of each act that takes two people, one that weakens and one that does not. */
import { database } from "@/lib/db/client";
import type { TestFleet } from "@/lib/enforcement/testing";

/** An act that weakens, what it is about, and one in the other direction; null where there is none. */
export type Arranged = {
  weaken: (reason?: string) => Promise<unknown>;
  state: () => Promise<unknown>;
  stricter: (() => Promise<unknown>) | null;
};
export type Case = (fleet: TestFleet) => Promise<Arranged>;

export const db = () => database();
let made = 0;
export const fresh = (what: string): string => `${what} ${++made}`;
export const why = (reason?: string) => (reason === undefined ? {} : { reason });
/** Acts whose reason is asked for in any case. */
export const because = (reason?: string) => ({ reason: reason ?? "it was looked at" });
