/** What the commands about sandboxes have in common: an agent, its profile, and its point. */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import type { z } from "zod";
import { messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { DEFAULT_PROFILE, Profile } from "../sandbox/profile.ts";
import { Misused } from "./misused.ts";
import { pointDirectory } from "./point-directory.ts";

const text = { type: "string" } as const;
export const sandboxOptions = { agent: text, profile: text, url: text, enroll: text, state: text, name: text } as const;

type Values = Partial<Record<keyof typeof sandboxOptions, string>>;

export function readSandboxOptions(values: Values) {
  const { agent } = values;
  if (!agent) throw new Misused("Say which agent it is about: --agent ID.");
  const { GATEHOUSE_URL, GATEHOUSE_ENROL_TOKEN, GATEHOUSE_STATE_DIR } = process.env;
  return {
    agent,
    profile: readProfile(values.profile),
    name: (values.name ?? `${agent} · sandbox`).slice(0, 120),
    url: values.url ?? GATEHOUSE_URL ?? "http://localhost:3001",
    token: values.enroll ?? GATEHOUSE_ENROL_TOKEN,
    stateDir: values.state ?? GATEHOUSE_STATE_DIR ?? pointDirectory(agent, "sandbox"),
  };
}

/** A file, or the name of one among the user's profiles. Without any, a sandbox that reaches nothing and keeps nothing. */
function readProfile(given: string | undefined): Profile {
  if (given === undefined) return DEFAULT_PROFILE;
  const isName = /^[A-Za-z0-9_-]+$/.test(given);
  const file = isName ? path.join(homedir(), ".gatehouse", "profiles", `${given}.json`) : given;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Misused(`The profile ${printable(file, 300)} cannot be read (${printable(messageOf(error), 200)}).`);
  }
  const parsed = Profile.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new Misused(`The profile ${printable(file, 300)} is refused: ${printable(faultsIn(parsed.error), 900)}`);
}

const faultsIn = (error: z.ZodError): string =>
  error.issues
    .slice(0, 5)
    .map(({ path: at, message }) => (at.length > 0 ? `${at.join(".")}: ${message}` : message))
    .join(" ");
