import Link from "next/link";
import { cn } from "@/components/ui/cn";
import { formatCount } from "@/components/ui/format-number";
import { type PointCounts, PointState, PointTrouble } from "@/lib/enforcement/contract";
import { stateWords, troubleWords } from "./point-words";

type FiguresProps = {
  counts: PointCounts;
  state: string | undefined;
  trouble: string | undefined;
  hrefOf: (change: { state?: string; trouble?: string }) => string;
};

/** How many points there are of each state, and with each trouble. A figure is the way to its points; pressed again, back. */
export function FleetFigures({ counts, state, trouble, hrefOf }: FiguresProps) {
  return (
    <nav aria-label="Points by state and by what is wrong" className="mb-4">
      <ul className="flex flex-wrap gap-x-1 gap-y-1 border-line border-y py-2 phone:grid phone:grid-cols-3">
        {PointState.options.map((name) => (
          <Figure
            key={name}
            label={stateWords[name].word}
            means={stateWords[name].means}
            count={counts.state[name]}
            current={state === name}
            alarming={name === "unreachable"}
            href={hrefOf({ state: state === name ? undefined : name })}
          />
        ))}
        <li aria-hidden="true" className="mx-2 w-px self-stretch bg-line phone:hidden" />
        {PointTrouble.options.map((name) => (
          <Figure
            key={name}
            label={troubleWords[name].word}
            means={troubleWords[name].means}
            count={counts.trouble[name]}
            current={trouble === name}
            alarming
            href={hrefOf({ trouble: trouble === name ? undefined : name })}
          />
        ))}
      </ul>
    </nav>
  );
}

type FigureProps = {
  label: string;
  means: string;
  count: number;
  current: boolean;
  alarming: boolean;
  href: string;
};

function Figure({ label, means, count, current, alarming, href }: FigureProps) {
  return (
    <li>
      <Link
        href={href}
        scroll={false}
        title={means}
        aria-current={current ? "true" : undefined}
        className={cn(
          "flex min-h-11 min-w-20 flex-col justify-center rounded px-2.5 py-1 hover:bg-sunken",
          current && "bg-sunken ring-1 ring-line",
        )}
      >
        <span
          className={cn(
            "font-medium text-lg tabular-nums leading-6",
            count === 0 && "text-faint",
            alarming && count > 0 && "text-deny",
          )}
        >
          {formatCount(count)}
        </span>
        <span className="text-muted text-xs">{label}</span>
      </Link>
    </li>
  );
}
