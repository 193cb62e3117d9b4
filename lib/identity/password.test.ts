import { expect, test } from "vitest";
import { hashPassword, passwordMatches } from "./password";

test("nothing matches where there is no password, not even the decoy's", async () => {
  expect(await passwordMatches(null, "nobody has this password")).toBe(false);
});

test("passwords are argon2id with 19 MiB and two passes at least", async () => {
  const stored = await hashPassword("correct horse battery");
  const [, memory, passes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$/.exec(stored) ?? [];
  expect(Number(memory)).toBeGreaterThanOrEqual(19 * 1024);
  expect(Number(passes)).toBeGreaterThanOrEqual(2);
  expect(await passwordMatches(stored, "correct horse battery ")).toBe(false);
  expect(await passwordMatches(stored, "correct horse battery")).toBe(true);
});
