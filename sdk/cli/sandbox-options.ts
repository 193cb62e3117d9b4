/** What the commands about sandboxes have in common: an agent, its profile, and its point. */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import type { z } from "zod";
import { messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { builtIn, type ChosenProfile, ofMachine, pushedProfile } from "../sandbox/chosen-profile.ts";
import { Profile } from "../sandbox/profile.ts";
import type { BundleProfile } from "../wire/bundle.ts";
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

/** What was asked for: the profile itself, or the name of one of the console's. */
export type AskedProfile = ChosenProfile | { name: string };

/** A file is read at once; a name is looked for in the bundle. Without any, a sandbox that reaches nothing and keeps nothing. */
function readProfile(given: string | undefined): AskedProfile {
  if (given === undefined) return builtIn;
  return /^[A-Za-z0-9_-]+$/.test(given) ? { name: given } : ofMachine(readFile(given));
}

const localFile = (name: string): string => path.join(homedir(), ".gatehouse", "profiles", `${name}.json`);

/** The organisation's own profile of a name comes before the user's. Null in `held`: no bundle is in force. */
export function chooseProfile(asked: AskedProfile, held: readonly BundleProfile[] | null): ChosenProfile {
  if ("profile" in asked) return asked;
  const { name } = asked;
  const pushed = pushedProfile(held ?? [], name);
  if (pushed) return pushed;
  const file = localFile(name);
  if (existsSync(file)) return ofMachine(readFile(file));
  throw new Misused(
    held === null
      ? `No policy bundle has come yet, so the console's profile ${name} is not known, and there is no ${file} either.`
      : `The console has no profile ${name} in force, and there is no ${file} either.`,
  );
}

function readFile(file: string): Profile {
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

/** What is said of a boundary that nobody reviewed. */
export const localWords = ({ profile }: ChosenProfile): string =>
  `The profile ${printable(profile.name, 100)} is local, not reviewed: whoever can change its file can change the boundary.`;
