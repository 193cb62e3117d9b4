/** Private to this folder: a profile's text, read as a runner reads it. */

import { type Place, placeKey, readPlaces } from "@/lib/shared/json-places";
import { DEFAULT_PROFILE, Profile, profileDigest } from "@/sdk/sandbox/profile";
import { ProfileName, type TextFault } from "./contract";

export type ReadProfile = {
  profile: Profile;
  digest: string;
  /** As it is kept and compared: the same order and indentation whoever wrote it. */
  text: string;
};

export const NOTHING: Profile = DEFAULT_PROFILE;

export function readText(text: string): { read: ReadProfile } | { faults: TextFault[] } {
  const lineAt = (at: number): number => text.slice(0, at).split("\n").length;
  const fault = (message: string, { from, to }: Place): TextFault => ({ message, from, to, line: lineAt(from) });
  const found = readPlaces(text);
  if ("fault" in found) return { faults: [fault(found.fault.message, found.fault)] };
  const { value, places } = found;
  const whole: Place = { from: 0, to: text.length };
  /** The innermost value on the way that is there: a member that is missing has no place of its own. */
  const placeOf = (path: readonly PropertyKey[]): Place => {
    for (let length = path.length; length > 0; length -= 1) {
      const place = places.get(placeKey(path.slice(0, length)));
      if (place) return place;
    }
    return path.length === 0 ? whole : { from: 0, to: 1 };
  };
  const parsed = Profile.safeParse(value);
  if (!parsed.success)
    return {
      faults: parsed.error.issues.map(({ path, message }) =>
        fault(path.length > 0 ? `${path.map(String).join(".")}: ${message}` : message, placeOf(path)),
      ),
    };
  const profile = parsed.data;
  if (!ProfileName.safeParse(profile.name).success)
    return {
      faults: [fault("name: letters, digits, - and _, at most 60: runners ask for it by this name", placeOf(["name"]))],
    };
  return { read: { profile, digest: profileDigest(profile), text: JSON.stringify(value, null, 2) } };
}
