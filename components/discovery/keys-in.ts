/** Public keys as somebody pasted them. Pure. */
import { z } from "zod";

/** Members by which a private key is told; one is not sent anywhere. */
const PRIVATE = ["d", "p", "q", "dp", "dq", "qi", "k"];

const Jwk = z
  .looseObject({ kid: z.string().min(1).max(200), kty: z.string() })
  .refine((jwk) => !PRIVATE.some((name) => name in jwk));
const Pasted = z.union([
  z.looseObject({ keys: z.array(Jwk).max(10) }).transform(({ keys }) => keys),
  Jwk.transform((jwk) => [jwk]),
]);

export type PastedKey = { kid: string; jwk: { [name: string]: string } };

/** Empty for nothing, null for what is none. Members that are no texts say nothing of the key itself and are left out. */
export function keysIn(text: string): PastedKey[] | null {
  if (text.trim() === "") return [];
  try {
    const parsed = Pasted.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.map((jwk) => ({ kid: jwk.kid, jwk: textsOf(jwk) })) : null;
  } catch {
    return null;
  }
}

const textsOf = (jwk: object): { [name: string]: string } =>
  Object.fromEntries(
    Object.entries(jwk).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
