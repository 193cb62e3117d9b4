import type { CallPeople, Rail, Station } from "./call-line-model";
import { cn } from "./cn";
import { AllowGlyph, DenyGlyph, HoldGlyph, StageGlyph, UnknownGlyph } from "./glyphs";
import type { EffectValue, Tone } from "./status";

export const toneInk: Record<Tone, string> = {
  allow: "text-allow",
  hold: "text-hold",
  deny: "text-deny",
  unknown: "text-unknown",
  neutral: "text-ink",
};

/** Solid went on, dashed waits, dotted never was: told apart without colour. */
export const railStyle: Record<Rail, string> = {
  passed: "border-solid border-ink/75",
  waiting: "border-dashed border-hold",
  stopped: "border-dotted border-edge",
  unknown: "border-dotted border-unknown",
};

const effectGlyph = { allow: AllowGlyph, hold: HoldGlyph, deny: DenyGlyph, unknown: UnknownGlyph } as const;

type NodeProps = { station: Station; effect: EffectValue; people: CallPeople | undefined; size: "sm" | "lg" };

/** Rings are where a call begins and ends, the arch is the gate, filled shapes are verdicts, dots are people. */
export function StationNode({ station, effect, people, size }: NodeProps) {
  const small = size === "sm";
  switch (station.id) {
    case "agent":
      return <span className={cn("rounded-full border-2 border-ink bg-paper", small ? "size-2.5" : "size-3.5")} />;
    case "point":
      return <StageGlyph depth={3} className={small ? "size-3.5" : "size-4.5"} />;
    case "decision": {
      const Glyph = effectGlyph[effect];
      return <Glyph className={cn(toneInk[station.tone], small ? "size-3.5" : "size-5")} />;
    }
    case "people":
      return people ? (
        <PeopleDots station={station} people={people} small={small} />
      ) : (
        <RailThrough station={station} />
      );
    case "outcome":
      return <OutcomeRing station={station} small={small} />;
  }
}

function RailThrough({ station }: { station: Station }) {
  return <span className={cn("w-full border-t-2", station.rail && railStyle[station.rail])} />;
}

function PeopleDots({ station, people, small }: { station: Station; people: CallPeople; small: boolean }) {
  const refused = people.status === "denied" || people.status === "expired";
  const dots = Array.from({ length: Math.min(Math.max(people.need, 1), 3) }, (_, index) => index < people.have);
  return (
    <span className={cn("inline-flex forced-color-adjust-none items-center gap-0.5", toneInk[station.tone])}>
      {refused ? <DenyGlyph className={small ? "size-2.5" : "size-3.5"} /> : null}
      {refused
        ? null
        : dots.map((filled, index) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: seats are counted, not named
              key={index}
              className={cn(
                "rounded-full border-[1.5px] border-current",
                filled && "bg-current",
                small ? "size-1.5" : "size-2.5",
              )}
            />
          ))}
    </span>
  );
}

function OutcomeRing({ station, small }: { station: Station; small: boolean }) {
  const box = cn(
    "grid forced-color-adjust-none place-items-center rounded-full border-2 bg-paper",
    small ? "size-2.5" : "size-3.5",
  );
  if (!station.reached) return <span className={cn(box, "border-edge border-dotted")} />;
  if (station.tone === "allow") {
    return (
      <span className={cn(box, "border-allow")}>
        <span className={cn("rounded-full bg-allow", small ? "size-1" : "size-1.5")} />
      </span>
    );
  }
  if (station.tone === "deny") {
    return (
      <span className={cn(box, "border-deny")}>
        <span className={cn("h-0.5 rotate-45 bg-deny", small ? "w-2.5" : "w-3.5")} />
      </span>
    );
  }
  return <span className={cn(box, "border-unknown border-dashed")} />;
}
