import Link from "next/link";
import { type Call, type CallPeople, type Station, sentenceOf, stationsOf } from "./call-line-model";
import { railStyle, StationNode, toneInk } from "./call-line-parts";
import { cn } from "./cn";
import type { EffectValue } from "./status";

export type CallLineProps = Call & {
  /** `mini` is shapes alone, of one width, for a table's column; `compact` is one line of words; `full` is for a page of its own. */
  size?: "mini" | "compact" | "full";
  className?: string;
};

/** The line of a tool call: agent, enforcement point, decision, people, outcome. Drawn the same way wherever a call is shown. */
export function CallLine({ size = "full", className, ...call }: CallLineProps) {
  const stations = stationsOf(call);
  if (size === "mini") return <MiniLine stations={stations} call={call} className={className} />;
  if (size === "compact") return <CompactLine stations={stations} call={call} className={className} />;
  return (
    <div className={cn("@container", className)}>
      <ol aria-label="The line of this call" className="grid @2xl:grid-cols-[1fr_1fr_1.35fr_1.2fr_0.9fr]">
        {stations.map((station) => (
          <FullStation key={station.id} station={station} effect={call.decision.effect} people={call.people} />
        ))}
      </ol>
    </div>
  );
}

/** What happened stands out; what did not happen, or was not needed, steps back. */
const inkOf = (station: Station): string => {
  if (!station.reached) return "text-faint";
  return station.through ? "text-muted" : cn("font-medium", toneInk[station.tone]);
};

type PartProps = { station: Station; effect: EffectValue; people: CallPeople | undefined };

/** Narrow: stations below one another, the rail in the margin. Wide: side by side, the rail above the words. */
function FullStation({ station, effect, people }: PartProps) {
  return (
    <li className="relative grid min-w-0 grid-cols-[1.5rem_minmax(0,1fr)] gap-x-3 pb-5 last:pb-0 @2xl:block @2xl:pb-0">
      <FullRail station={station} people={people} />
      <span
        aria-hidden="true"
        className="relative grid h-6 w-6 place-items-center @2xl:w-max @2xl:min-w-6 @2xl:justify-start"
      >
        {station.through ? null : <StationNode station={station} effect={effect} people={people} size="lg" />}
      </span>
      <div className="min-w-0 @2xl:pt-1.5 @2xl:pr-4">
        <p className="text-faint text-xs">
          {station.caption}
          <span className="sr-only">:</span>
        </p>
        <p className={cn("break-words text-sm", inkOf(station))}>
          {station.href ? (
            <Link
              href={station.href}
              className="-my-0.5 inline-block py-0.5 underline decoration-edge-soft underline-offset-2 hover:decoration-current"
            >
              {station.words}
            </Link>
          ) : (
            station.words
          )}
        </p>
        {station.detail ? <p className="break-words text-muted text-xs">{station.detail}</p> : null}
      </div>
    </li>
  );
}

/** Where the rail begins beside a node, which is as wide as what it draws. */
function railStart(station: Station, people: CallPeople | undefined): string {
  if (station.through) return "@2xl:-left-1";
  if (station.id !== "people")
    return { agent: "@2xl:left-5", point: "@2xl:left-6.5", decision: "@2xl:left-7", outcome: "" }[station.id];
  const dots = station.tone === "deny" ? 1 : Math.min(people?.need ?? 1, 3);
  return { 1: "@2xl:left-5", 2: "@2xl:left-7.5", 3: "@2xl:left-11" }[dots] ?? "@2xl:left-11";
}

function FullRail({ station, people }: { station: Station; people: CallPeople | undefined }) {
  if (!station.rail) return null;
  const start = railStart(station, people);
  return (
    <>
      <span
        aria-hidden="true"
        className={cn(
          "absolute bottom-0 left-[11px] border-l-2 @2xl:top-[11px] @2xl:right-1 @2xl:bottom-auto @2xl:border-t-2 @2xl:border-l-0",
          station.through ? "top-0" : "top-6",
          start,
          railStyle[station.rail],
        )}
      />
      {station.rail === "stopped" && station.reached ? (
        <span
          aria-hidden="true"
          className={cn(
            "absolute top-[26px] left-[5px] w-3.5 border-deny border-t-3 @2xl:top-[5px] @2xl:h-3.5 @2xl:w-0 @2xl:border-t-0 @2xl:border-l-3",
            start,
          )}
        />
      ) : null}
    </>
  );
}

type LineProps = { stations: readonly Station[]; call: Call; className?: string };

/** The words are there for screen readers as a list; the shapes are one picture with the sentence as its title. */
function MiniLine({ stations, call, className }: LineProps) {
  return (
    <span className={cn("inline-flex align-middle", className)} title={sentenceOf(stations)}>
      <StationList stations={stations} />
      <span aria-hidden="true" className="inline-flex items-center">
        {stations.map((station) => (
          <span key={station.id} className="inline-flex items-center">
            <span className={cn("grid place-items-center", station.id === "people" ? "w-6" : "w-4")}>
              <StationNode station={station} effect={call.decision.effect} people={call.people} size="sm" />
            </span>
            <ShortRail station={station} className="w-4" />
          </span>
        ))}
      </span>
    </span>
  );
}

function StationList({ stations }: { stations: readonly Station[] }) {
  return (
    <ol className="sr-only">
      {stations.map((station) => (
        <li key={station.id}>
          {station.caption}: {station.words}
        </li>
      ))}
    </ol>
  );
}

function CompactLine({ stations, call, className }: LineProps) {
  return (
    <ol aria-label="The line of this call" className={cn("flex flex-wrap items-center gap-y-1 text-xs", className)}>
      {stations.map((station) => (
        <li key={station.id} className="inline-flex min-h-6 max-w-full items-center">
          {station.through ? null : (
            <span aria-hidden="true" className="mr-1.5 inline-grid min-w-4 place-items-center">
              <StationNode station={station} effect={call.decision.effect} people={call.people} size="sm" />
            </span>
          )}
          <span className="sr-only">{station.caption}: </span>
          <span className={cn("truncate", inkOf(station))}>{station.words}</span>
          <ShortRail station={station} className="mx-2 w-5" />
        </li>
      ))}
    </ol>
  );
}

function ShortRail({ station, className }: { station: Station; className: string }) {
  if (!station.rail) return null;
  const stop = station.rail === "stopped" && station.reached;
  return (
    <span
      aria-hidden="true"
      className={cn("relative inline-block shrink-0 border-t-2", railStyle[station.rail], className)}
    >
      {stop ? <span className="absolute -top-[5px] left-0 h-2 border-deny border-l-2" /> : null}
    </span>
  );
}
