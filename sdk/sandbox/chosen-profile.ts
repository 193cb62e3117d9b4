/** Which boundary a sandbox gets, and where it comes from: the organisation's own, a file of this machine, or the smallest. */
import type { BundleProfile } from "../wire/bundle.ts";
import type { ProfileSource } from "../wire/sandbox-run.ts";
import { DEFAULT_PROFILE, Profile } from "./profile.ts";

export type ChosenProfile = {
  profile: Profile;
  source: ProfileSource;
  /** Of the console's profile; null for others. */
  version: number | null;
};

export const builtIn: ChosenProfile = { profile: DEFAULT_PROFILE, source: "builtIn", version: null };
export const ofMachine = (profile: Profile): ChosenProfile => ({ profile, source: "local", version: null });

/** The organisation's profile of this name. Undefined where it holds none; throws where this version cannot read it. */
export function pushedProfile(profiles: readonly BundleProfile[], name: string): ChosenProfile | undefined {
  const found = profiles.find((one) => one.name === name);
  if (!found) return undefined;
  const parsed = Profile.safeParse(found.profile);
  if (!parsed.success)
    throw new Error(`The console's profile ${name} cannot be read by this version of gatehouse: update it.`);
  return { profile: parsed.data, source: "console", version: found.version };
}
