/** Tokens with which the point names itself, timed by the gateway's clock: a wrong clock here must not lock the point out. */
import { randomUUID } from "node:crypto";
import { type SigningKey, signToken, TOKEN_AUDIENCE } from "../crypto.ts";
import type { Clock } from "./clock.ts";

const LIFE_SECONDS = 240;
const RENEW_SECONDS = 60;

export class TokenSource {
  private readonly clock: Clock;
  private readonly key: SigningKey;
  private offset = 0;
  private pepId: string | null = null;
  private token: { text: string; renewAt: number } | null = null;

  constructor(clock: Clock, key: SigningKey) {
    this.clock = clock;
    this.key = key;
  }

  name(pepId: string): void {
    this.pepId = pepId;
    this.token = null;
  }

  /** Milliseconds since 1970 by the gateway's clock, as far as it is known. */
  gatewayNow(): number {
    return this.clock.now() + this.offset;
  }

  /** Milliseconds by which the gateway's clock is ahead of this machine's. */
  get skew(): number {
    return this.offset;
  }

  /** Takes the gateway's time; true when that changes what a new token would say. */
  correct(serverTime: string | undefined): boolean {
    if (serverTime === undefined) return false;
    const offset = Date.parse(serverTime) - this.clock.now();
    const changed = Math.abs(offset - this.offset) > 2000;
    this.offset = offset;
    if (changed) this.token = null;
    return changed;
  }

  header(): string {
    const now = this.gatewayNow();
    if (!this.token || now >= this.token.renewAt) this.token = this.renew(now);
    return `Bearer ${this.token.text}`;
  }

  private renew(now: number): { text: string; renewAt: number } {
    if (!this.pepId) throw new Error("the point has no identity yet");
    const iat = Math.floor(now / 1000);
    const claims = { iss: this.pepId, aud: TOKEN_AUDIENCE, iat, exp: iat + LIFE_SECONDS, jti: randomUUID() } as const;
    return { text: signToken(this.key, claims), renewAt: now + (LIFE_SECONDS - RENEW_SECONDS) * 1000 };
  }
}
