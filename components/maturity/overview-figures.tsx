import { Figure, FigureRow } from "@/components/ui/figure";
import { plural } from "@/components/ui/format-number";
import { formatDuration } from "@/components/ui/format-time";
import { Time } from "@/components/ui/time";
import type { Overview } from "@/lib/maturity/contract";

/** The figures that ask for somebody's attention, each with the list behind it. */
export function OverviewFigures({ overview, seesAudit }: { overview: Overview; seesAudit: boolean }) {
  const { agents, checkpoints, credentials, discovered, points, toolsWaiting } = overview;
  return (
    <FigureRow className="mb-8 border-line border-y py-4">
      <Figure
        label="Agents without owner"
        value={agents.total === 0 ? null : agents.unowned}
        why="No agent is registered yet."
        note={agents.total === 0 ? undefined : `of ${plural(agents.active, "active agent")}`}
        href="/agents?status=active&owned=none"
        linkLabel="Show them"
      />
      <Figure
        label="Stopped agents"
        value={agents.total === 0 ? null : agents.stopped}
        why="No agent is registered yet."
        note={agents.total === 0 ? undefined : "suspended, killed or retired"}
        href="/agents"
        linkLabel="Agents and their states"
      />
      <Figure
        label="Discovered, not reviewed"
        value={discovered.known === 0 ? null : discovered.waiting}
        why="Nothing has looked for agents yet."
        note={discovered.known === 0 ? undefined : `of ${discovered.known} seen`}
        href="/agents/discovered"
        linkLabel="Review them"
      />
      <Figure
        label="Shared credentials"
        value={credentials.known === 0 ? null : credentials.shared}
        why="No credential of an agent is known yet."
        note={credentials.known === 0 ? undefined : `of ${credentials.known} known`}
        href="/agents/credentials?state=shared"
        linkLabel="Show them"
      />
      <Figure
        label="Tools waiting"
        value={toolsWaiting}
        note="new or changed: refused until read"
        href="/tools"
        linkLabel="Read them"
      />
      <Figure
        label="Checkpoints open"
        value={checkpoints.open}
        note={decidedWords(checkpoints)}
        href="/checkpoints"
        linkLabel="Inbox"
      />
      <Figure
        label="Points connected"
        value={points.total === 0 ? null : points.connected}
        unit={points.total === 0 ? undefined : `of ${points.total}`}
        why="No point is enrolled yet."
        note={points.total === 0 ? undefined : `${points.current} run the newest policy`}
        href="/points"
        linkLabel="All points"
      />
      <LastKill kill={overview.lastKill} seesAudit={seesAudit} />
    </FigureRow>
  );
}

const decidedWords = ({ decided24h, medianDecisionSeconds }: Overview["checkpoints"]): string =>
  medianDecisionSeconds === null
    ? "none decided in 24 hours"
    : `${decided24h} decided in 24 hours, half within ${formatDuration(medianDecisionSeconds * 1000)}`;

function LastKill({ kill, seesAudit }: { kill: Overview["lastKill"]; seesAudit: boolean }) {
  return (
    <Figure
      label="Last kill"
      value={kill ? formatDuration(kill.ms) : null}
      why="No kill was confirmed by a point yet."
      note={
        kill ? (
          <>
            {kill.agentName}, <Time at={kill.at} />: {kill.confirmed} of {plural(kill.points, "point")} confirmed
          </>
        ) : undefined
      }
      href={seesAudit ? "/audit?action=agent.killed&range=all" : undefined}
      linkLabel="All kills"
    />
  );
}
