/** A ring as it is written down in the form. */
import type { Ring } from "@/lib/policy/ring-contract";

export type RingDraft = {
  /** Tells rings apart while their names change. */
  key: string;
  name: string;
  percent: string;
  environments: readonly Ring["members"]["environments"][number][];
  /** Names, parted by commas. */
  teams: string;
  points: readonly string[];
};

let made = 0;

export const draftOf = ({ name, members }: Pick<Ring, "name" | "members">): RingDraft => ({
  key: `ring ${++made}`,
  name,
  percent: members.percent === 0 ? "" : String(members.percent),
  environments: members.environments,
  teams: members.teams.join(", "),
  points: members.points,
});

/** The last ring takes the rest, whatever was written down for it before it was the last. */
export const ringOfDraft = (ring: RingDraft, last: boolean): Ring => ({
  name: ring.name,
  members: last
    ? { points: [], environments: [], teams: [], percent: 0 }
    : {
        points: [...ring.points],
        environments: [...ring.environments],
        teams: ring.teams.split(",").flatMap((name) => name.trim() || []),
        percent: Number(ring.percent || 0),
      },
});
