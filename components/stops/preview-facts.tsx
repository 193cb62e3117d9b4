import { plural } from "@/components/ui/format-number";
import { KeyValue } from "@/components/ui/key-value";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import type { StopPreview } from "@/lib/enforcement/stop-contract";

const MOST_NAMED = 8;

/** What an order would reach, counted just now. */
export function PreviewFacts({ preview }: { preview: StopPreview }) {
  const { agents, agentCount, tools, toolCount, points, pointCount, unreachableCount, minutes } = preview;
  const away = points.filter(({ reachable }) => !reachable);
  return (
    <KeyValue
      items={[
        {
          label: "Agents",
          value: (
            <Named
              count={agentCount}
              word="agent"
              names={agents.map(({ name }) => name)}
              none="Whichever makes such a call"
            />
          ),
        },
        {
          label: "Tools",
          value: <Named count={toolCount} word="tool" names={tools} none="Whichever such a call is to" />,
        },
        {
          label: "Points",
          value: (
            <>
              {plural(pointCount, "enforcement point")}
              {unreachableCount > 0 ? (
                <span className="text-hold">
                  ; {unreachableCount} cannot be reached now
                  {away.slice(0, MOST_NAMED).map((point) => (
                    <span key={point.id} className="block">
                      {point.name}:{" "}
                      {point.leaseEndsAt ? (
                        <>
                          stops by <Time at={point.leaseEndsAt} absolute />
                        </>
                      ) : (
                        "end of its lease not known"
                      )}
                    </span>
                  ))}
                </span>
              ) : null}
            </>
          ),
        },
        {
          label: "Held calls",
          value: `${plural(preview.heldCount, "request or unused approval", "requests and unused approvals")} would end`,
        },
        {
          label: `Last ${minutes} minutes`,
          value: `${plural(preview.recentCount, "call")} of this kind; ${preview.runningCount} of them have no outcome yet`,
        },
      ]}
    />
  );
}

function Named({ count, word, names, none }: { count: number; word: string; names: readonly string[]; none: string }) {
  if (count === 0) return <span className="text-muted">{none}</span>;
  const shown = names.slice(0, MOST_NAMED);
  return (
    <>
      {plural(count, word)}:{" "}
      <span className="text-muted">
        {shown.map((name, index) => (
          <span key={name}>
            {index > 0 ? ", " : ""}
            <InlineUntrusted text={name} max={120} />
          </span>
        ))}
        {count > shown.length ? ", …" : ""}
      </span>
    </>
  );
}
