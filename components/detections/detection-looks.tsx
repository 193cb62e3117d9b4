import { Infinity as Always, CircleSlash, Eye } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Status } from "@/components/ui/status";
import type { Detection } from "@/lib/detections/contract";

/** Whether it watches: always, switched on, or switched off. */
export function DetectionState({
  detection,
  pill,
}: {
  detection: Pick<Detection, "looks" | "enabled">;
  pill?: boolean;
}) {
  const look = pill ? "pill" : "plain";
  if (detection.looks === "elsewhere") return <Status tone="allow" icon={Always} label="Always on" look={look} />;
  return detection.enabled ? (
    <Status tone="allow" icon={Eye} label="On" look={look} />
  ) : (
    <Status tone="neutral" icon={CircleSlash} label="Off" look={look} />
  );
}

/** The threats that it is about, by the ids of the lists that people know. */
export const ThreatIds = ({ ids }: { ids: readonly string[] }) => (
  <span className="inline-flex flex-wrap gap-1">
    {ids.map((id) => (
      <Badge key={id} mono>
        {id}
      </Badge>
    ))}
  </span>
);

export const detectionHref = (id: string): string => `/detections/${encodeURIComponent(id)}`;
