/** Hands a scorecard to the gateway in the name of the point that it is about, by a token signed with the point's key. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { readSigningKey, type SigningKey, signToken, TOKEN_AUDIENCE } from "../crypto.ts";
import { messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import type { Scorecard } from "./scorecard.ts";

const ANSWER_WITHIN_MS = 15_000;
const LIFE_SECONDS = 120;

export type Reporter = { gateway: URL; pepId: string; key: SigningKey };

export const reporter = (gateway: URL, pepId: string, keyPem: string): Reporter => ({
  gateway,
  pepId,
  key: readSigningKey(keyPem),
});

export async function reportScorecard({ gateway, pepId, key }: Reporter, scorecard: Scorecard): Promise<void> {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { iss: pepId, aud: TOKEN_AUDIENCE, iat, exp: iat + LIFE_SECONDS, jti: randomUUID() } as const;
  const headers = { authorization: `Bearer ${signToken(key, claims)}`, "content-type": "application/json" };
  const body = JSON.stringify({ scorecard });
  let response: Response;
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    response = await fetch(new URL("/v1/pep/scorecards", gateway), {
      method: "POST",
      headers,
      body,
      signal,
      redirect: "error",
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause ? error.cause : error;
    throw new Error(`The gateway at ${gateway.origin} cannot be reached (${printable(messageOf(cause), 300)}).`);
  }
  if (response.ok) return;
  const problem = z.object({ detail: z.string() }).safeParse(await response.json().catch(() => null));
  const detail = problem.success ? problem.data.detail : `it answered ${response.status} without an explanation.`;
  throw new Error(`The gateway did not take the scorecard: ${printable(detail, 500)}`);
}
