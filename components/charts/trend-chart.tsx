"use client";

import { useMemo } from "react";
import { Bar, BarChart, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatCount } from "@/components/ui/format-number";
import { plainDate, plainTime } from "@/components/ui/format-time";
import { stageLook } from "@/components/ui/status";
import { useNow } from "@/components/ui/use-now";
import { ChartFrame, ChartTable } from "./chart-frame";
import { stageOrder } from "./prepare-stages";
import { type PreparedTrend, prepareTrend, type TrendPoint } from "./prepare-trend";

type TrendChartProps = {
  title: string;
  steps: Parameters<typeof prepareTrend>[0];
  /** A step of less than a day is named with its hour. */
  stepHours: number;
};

/** The score above, on its whole scale, and how many agents stood at which stage below, on one axis of time. */
export function TrendChart({ title, steps, stepHours }: TrendChartProps) {
  const trend = useMemo(() => prepareTrend(steps), [steps]);
  // Days are the database's, in UTC; hours are the reader's once their clock is known.
  const zone = useNow(60_000) === null ? "UTC" : undefined;
  const when = (time: number) => (stepHours < 24 ? plainTime(time, zone) : plainDate(time, "UTC"));
  const rows = trend.points.map(({ time, score, stopped, ...stages }) => [
    when(time),
    score === null ? (stopped === null ? "not measured" : "–") : score.toFixed(2),
    ...stageOrder.map((stage) => (stages[stage] === null ? "" : formatCount(stages[stage]))),
    stopped === null ? "" : formatCount(stopped),
  ]);
  return (
    <ChartFrame
      title={title}
      chart={<Strips trend={trend} when={when} />}
      table={
        <ChartTable
          caption={title}
          head={["From", "Score", ...stageOrder.map((stage) => stageLook[stage].label), "Stopped"]}
          rows={rows}
        />
      }
    />
  );
}

const margin = { top: 6, right: 8, bottom: 6, left: 0 };
const scale = { width: 30, domain: [0, 4], ticks: [0, 1, 2, 3, 4], interval: 0 };
const axis = { fontSize: 11, fill: "var(--muted)" };
const fill = {
  none: "var(--stage-none)",
  observe: "var(--stage-observe)",
  enforce: "var(--stage-enforce)",
  isolate: "var(--stage-isolate)",
} as const;

type StripsProps = { trend: PreparedTrend; when: (time: number) => string };

function Strips({ trend: { points, first, last, mostAgents }, when }: StripsProps) {
  const time = (value: unknown) => when(Number(value));
  const words =
    first === null || last === null ? "No score" : `Score from ${first.toFixed(2)} to ${last.toFixed(2)} of 4`;
  return (
    <div className="flex flex-col gap-1">
      <div role="img" aria-label={words} className="h-36 text-accent">
        <ResponsiveContainer width="100%" height="100%">
          <LineChart data={points} margin={margin} syncId="trend" accessibilityLayer={false}>
            <XAxis dataKey="time" hide />
            <YAxis {...scale} tick={axis} tickLine={false} axisLine={false} />
            <Tooltip
              content={({ payload }) => <Reading point={payload?.[0]?.payload} when={when} />}
              cursor={{ stroke: "var(--edge-soft)" }}
            />
            <Line
              dataKey="score"
              stroke="currentColor"
              strokeWidth={2}
              dot={{ r: 1.5, fill: "currentColor" }}
              isAnimationActive={false}
            />
          </LineChart>
        </ResponsiveContainer>
      </div>
      <div role="img" aria-label={`Agents by stage, at most ${formatCount(mostAgents)}`} className="h-28">
        <ResponsiveContainer width="100%" height="100%">
          <BarChart data={points} margin={margin} syncId="trend" accessibilityLayer={false} barCategoryGap="8%">
            <XAxis dataKey="time" tickFormatter={time} tick={axis} tickLine={false} axisLine={false} minTickGap={80} />
            <YAxis width={30} tick={axis} tickLine={false} axisLine={false} tickCount={3} allowDecimals={false} />
            <Tooltip content={() => null} cursor={{ fill: "var(--sunken)" }} />
            {[...stageOrder].reverse().map((stage) => (
              <Bar
                key={stage}
                dataKey={stage}
                stackId="stages"
                fill={fill[stage]}
                stroke={stage === "none" ? "var(--edge-soft)" : undefined}
                isAnimationActive={false}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
      <Key />
    </div>
  );
}

const Key = () => (
  <p className="flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs">
    <span>Above: the score, 0 to 4. Below, active agents by stage:</span>
    {stageOrder.map((stage) => (
      <span key={stage} className="inline-flex items-center gap-1.5">
        <span
          aria-hidden="true"
          className="size-2.5 forced-color-adjust-none rounded-xs border border-edge-soft"
          style={{ background: fill[stage] }}
        />
        {stageLook[stage].label}
      </span>
    ))}
  </p>
);

function Reading({ point, when }: { point: TrendPoint | undefined; when: (time: number) => string }) {
  if (!point) return null;
  const stages = stageOrder.flatMap((stage) => {
    const count = point[stage];
    return count ? [`${stageLook[stage].label} ${formatCount(count)}`] : [];
  });
  return (
    <div className="rounded-sm border border-edge-soft bg-raised px-2 py-1 text-xs shadow-float">
      <p className="font-medium text-ink">{when(point.time)}</p>
      <p className="text-muted">
        {point.score === null ? "Score –" : `Score ${point.score.toFixed(2)}`}
        {stages.length > 0 ? `; ${stages.join(", ")}` : ""}
      </p>
    </div>
  );
}
