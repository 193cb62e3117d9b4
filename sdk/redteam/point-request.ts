/** A request to the gateway, signed with the key that a point's directory holds. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { readSigningKey, type SigningKey, signToken, TOKEN_AUDIENCE } from "../crypto.ts";
import { type Enrolment, readEnrolment } from "../pep/identity.ts";
import { StateDir } from "../pep/state-dir.ts";

const ANSWER_WITHIN_MS = 15_000;
const LIFE_SECONDS = 120;

export type PointAnswer = { status: number; code: string; body: unknown };

export type PointRequest = {
  gateway: string;
  stateDir: string;
  method: string;
  route: string;
  body: unknown;
  /** Signs in the place of the point's own key. */
  key?: SigningKey;
};

export function pointIn(stateDir: string): { enrolment: Enrolment; key: SigningKey } {
  const directory = new StateDir(stateDir);
  const enrolment = readEnrolment(directory);
  const pem = directory.readText("key.pem");
  if (!enrolment || pem === null) throw new Error(`${stateDir} holds no enrolled point.`);
  return { enrolment, key: readSigningKey(pem) };
}

export async function asPoint({ gateway, stateDir, method, route, body, key }: PointRequest): Promise<PointAnswer> {
  const point = pointIn(stateDir);
  const iat = Math.floor(Date.now() / 1000);
  const life = { iat, exp: iat + LIFE_SECONDS };
  const claims = { iss: point.enrolment.pepId, aud: TOKEN_AUDIENCE, jti: randomUUID(), ...life } as const;
  const response = await fetch(new URL(route, gateway), {
    method,
    headers: { authorization: `Bearer ${signToken(key ?? point.key, claims)}`, "content-type": "application/json" },
    body: method === "GET" ? null : JSON.stringify(body),
    redirect: "error",
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const content: unknown = await response.json().catch(() => null);
  const problem = z.object({ code: z.string() }).safeParse(content);
  return { status: response.status, code: problem.data?.code ?? "", body: content };
}
