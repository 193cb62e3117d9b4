"use client";

import { useMemo } from "react";
import { Area, AreaChart, Bar, BarChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatCount } from "@/components/ui/format-number";
import { plainTime } from "@/components/ui/format-time";
import { useNow } from "@/components/ui/use-now";
import { ChartFrame, ChartTable } from "./chart-frame";
import { type LagPoint, type LagSample, prepareLag } from "./prepare-lag";

type LagChartProps = { title: string; samples: readonly LagSample[]; until: string; minutes: number };

/** How long events waited above, and how many went out below, on one axis of time. */
export function LagChart({ title, samples, until, minutes }: LagChartProps) {
  const points = useMemo(() => prepareLag(samples, until, minutes), [samples, until, minutes]);
  // Until the reader's clock is known, the times are in UTC, as the server wrote them.
  const zone = useNow(60_000) === null ? "UTC" : undefined;
  const rows = points
    .filter(({ delivered, failed }) => delivered + failed > 0)
    .map(({ time, delivered, failed, lagS }) => [
      plainTime(time, zone),
      formatCount(delivered),
      formatCount(failed),
      `${lagS.toFixed(1)} s`,
    ]);
  return (
    <ChartFrame
      title={title}
      chart={<Strips points={points} zone={zone} />}
      table={<ChartTable caption={title} head={["Minute", "Delivered", "Failed", "Longest wait"]} rows={rows} />}
    />
  );
}

const margin = { top: 4, right: 0, bottom: 0, left: 0 };
const axis = { fontSize: 11, fill: "var(--muted)" };

function Strips({ points, zone }: { points: LagPoint[]; zone: string | undefined }) {
  const longest = Math.max(0, ...points.map(({ lagS }) => lagS));
  const total = points.reduce((sum, { delivered }) => sum + delivered, 0);
  const time = (value: unknown) => plainTime(Number(value), zone);
  return (
    <div className="flex flex-col gap-1">
      <div role="img" aria-label={`Longest wait ${longest.toFixed(1)} seconds`} className="h-32 text-hold">
        <ResponsiveContainer width="100%" height="100%">
          <AreaChart data={points} margin={margin} syncId="lag" accessibilityLayer={false}>
            <XAxis dataKey="time" hide />
            <YAxis width={44} unit=" s" tick={axis} tickLine={false} axisLine={false} tickCount={3} />
            <Tooltip content={({ payload }) => <Reading point={payload?.[0]?.payload} zone={zone} />} />
            <Area
              dataKey="lagS"
              stroke="currentColor"
              fill="currentColor"
              fillOpacity={0.12}
              isAnimationActive={false}
            />
          </AreaChart>
        </ResponsiveContainer>
      </div>
      <div role="img" aria-label={`${formatCount(total)} events delivered`} className="h-24 text-allow">
        <ResponsiveContainer width="100%" height="100%">
          <BarChart data={points} margin={margin} syncId="lag" accessibilityLayer={false} barCategoryGap="12%">
            <XAxis dataKey="time" tickFormatter={time} tick={axis} tickLine={false} axisLine={false} minTickGap={80} />
            <YAxis width={44} tick={axis} tickLine={false} axisLine={false} tickCount={3} allowDecimals={false} />
            <Tooltip content={() => null} cursor={{ fill: "var(--sunken)" }} />
            <Bar dataKey="delivered" fill="currentColor" isAnimationActive={false} minPointSize={seen} />
          </BarChart>
        </ResponsiveContainer>
      </div>
      <p className="text-muted text-xs">
        Above: the longest that an event waited. Below: events delivered in each minute.
      </p>
    </div>
  );
}

const seen = (count: unknown): number => (count ? 1 : 0);

function Reading({ point, zone }: { point: LagPoint | undefined; zone: string | undefined }) {
  if (!point) return null;
  return (
    <div className="rounded-sm border border-edge-soft bg-raised px-2 py-1 text-xs shadow-float">
      <p className="font-medium text-ink">{plainTime(point.time, zone)}</p>
      <p className="text-muted">
        {formatCount(point.delivered)} delivered, waited {point.lagS.toFixed(1)} s
        {point.failed > 0 ? `, ${formatCount(point.failed)} failed` : ""}
      </p>
    </div>
  );
}
