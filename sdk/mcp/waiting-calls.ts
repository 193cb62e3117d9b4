/** Calls whose client is away, found again by the token that it brings or by what it calls. */
import { randomBytes } from "node:crypto";
import { GovernedCall, type Leg } from "./governed-call.ts";

/** A client that does not come back for the result of its call is not waited for longer. */
export const KEPT_MS = 15 * 60_000;
const MAX_KEPT = 1000;
const PREFIX = "gatehouse.";
/** Of a call that people are asked about: it is found again after a restart too. */
const HELD = `${PREFIX}held.`;

export const mayOutliveUs = (token: string): boolean => token.startsWith(HELD);

export class WaitingCalls {
  private readonly calls = new Map<string, GovernedCall>();

  get size(): number {
    return this.calls.size;
  }

  /** `token` is one that the client brought and that an earlier process may have given it. */
  create(token?: string): GovernedCall {
    return new GovernedCall(() => token ?? `${HELD}${randomBytes(24).toString("base64url")}`);
  }

  has(token: string): boolean {
    return this.calls.has(token);
  }

  /** The call goes on at the server, which keeps nothing for a later process. */
  renew(call: GovernedCall): void {
    this.calls.delete(call.token);
    call.token = `${PREFIX}${randomBytes(24).toString("base64url")}`;
  }

  /** From now on the client may come back for it. `digest` is that of what it calls. */
  keep(call: GovernedCall, digest: string): void {
    call.digest = digest;
    if (this.calls.has(call.token)) return;
    this.calls.set(call.token, call);
    for (const oldest of this.calls.values()) {
      if (this.calls.size <= MAX_KEPT) break;
      oldest.control.abort(new Error("Too many calls wait for their client."));
      this.calls.delete(oldest.token);
    }
  }

  /** What has ended is kept for its client, for a while. */
  ended(call: GovernedCall, told: boolean): void {
    if (this.calls.size === 0) return;
    if (told) this.calls.delete(call.token);
    else setTimeout(() => this.calls.delete(call.token), KEPT_MS).unref();
  }

  /** Null when the token is not known, or not that of this call. */
  byToken(token: string, digest: string): GovernedCall | null {
    const found = this.calls.get(token);
    return found?.digest === digest ? found : null;
  }

  /** A call of the same tool with the same arguments whose client is away: it is the one that comes again. */
  sameAs(digest: string): GovernedCall | null {
    if (digest === "") return null;
    for (const call of this.calls.values()) if (call.digest === digest && !call.leg) return call;
    return null;
  }

  /** Brings the client to its call; the token is used up once there is nothing more to come back for. */
  comeTo(call: GovernedCall, leg: Leg): boolean {
    if (!call.come(leg)) return false;
    if (!call.leg) this.calls.delete(call.token);
    return true;
  }
}
