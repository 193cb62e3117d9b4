"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { plural } from "@/components/ui/format-number";
import { saveFile } from "@/components/ui/save-file";
import { call } from "@/lib/client/call";
import { listPointsOp, type Point, type PointFilters } from "@/lib/enforcement/contract";
import { csvOf } from "./fleet-csv";

const PAGE = 200;

/** The list as it is filtered, all its pages. */
export function FleetDownload({ filters }: { filters: PointFilters }) {
  const download = useMutation({
    mutationFn: () => allPoints(filters),
    onSuccess: (points) => {
      saveFile(
        `enforcement-points-${new Date().toISOString().slice(0, 10)}.csv`,
        csvOf(points),
        "text/csv;charset=utf-8",
      );
      toast.success(`${plural(points.length, "point")} downloaded`);
    },
    onError: (error) => toast.error("The list could not be downloaded", { description: error.message }),
  });
  return (
    <Button size="sm" variant="quiet" loading={download.isPending} onClick={() => download.mutate()}>
      <Download aria-hidden="true" />
      CSV
    </Button>
  );
}

async function allPoints(filters: PointFilters): Promise<Point[]> {
  const points: Point[] = [];
  let cursor: string | undefined;
  do {
    const page = await call(listPointsOp, { ...filters, cursor, limit: PAGE });
    points.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return points;
}
