/** Takes up what the console changes while a sandbox runs: its rules about egress at once; all else holds from the next start on. */
import type { EgressProxy } from "../egress/egress-proxy.ts";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { type Logger, messageOf } from "../pep/logger.ts";
import type { BundleProfile } from "../wire/bundle.ts";
import { type ChosenProfile, pushedProfile } from "./chosen-profile.ts";
import { type Profile, secretsOf } from "./profile.ts";

type Following = {
  point: EnforcementPoint;
  chosen: ChosenProfile;
  environment: Readonly<Record<string, string | undefined>>;
  proxy: EgressProxy;
  log: Logger;
  /** Told whose rules the proxy goes by now; null when there are none. */
  onChange(version: number | null): void;
};

/** Returns the end of it. A profile that is gone, or that cannot be read, gives nothing. */
export function followProfile({ point, chosen, environment, proxy, log, onChange }: Following): () => void {
  if (chosen.source !== "console") return () => undefined;
  const { name } = chosen.profile;
  let version = chosen.version;
  const look = (): void => {
    const profiles = point.sandboxProfiles;
    // Without a bundle in force every request is refused as it is.
    if (profiles === null) return;
    const next = readable(profiles, name, log);
    if ((next?.version ?? null) === version) return;
    version = next?.version ?? null;
    const egress: Profile["egress"] = next?.profile.egress ?? [];
    proxy.take(egress, secretsOf(egress, environment));
    log.info(
      next
        ? `The rules of the egress proxy are those of version ${version} of ${name}; the rest of it holds from the next start.`
        : `The profile ${name} is not the console's any more: the egress proxy refuses everything.`,
    );
    onChange(version);
  };
  const end = point.onChange(look);
  // It may have changed between the choice and now.
  look();
  return end;
}

function readable(profiles: readonly BundleProfile[], name: string, log: Logger): ChosenProfile | undefined {
  try {
    return pushedProfile(profiles, name);
  } catch (error) {
    log.warn(messageOf(error));
    return undefined;
  }
}
