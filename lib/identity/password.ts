/** Passwords as argon2id, at the cost that OWASP names: 19 MiB, two passes, one lane. */
import { hash, verify } from "@node-rs/argon2";

const cost = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

let decoy: Promise<string> | undefined;

/** Does the same work whether there is a password to check against or not, so that time does not tell. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword("nobody has this password");
  const matches = await verify(stored ?? (await decoy), password);
  return matches && stored !== null;
}
