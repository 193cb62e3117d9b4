"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { plural } from "@/components/ui/format-number";
import { call } from "@/lib/client/call";
import { listPointsOp, type Point, type PointFilters } from "@/lib/enforcement/contract";
import { csvOf } from "./fleet-csv";

const PAGE = 200;

/** The list as it is filtered, all its pages. */
export function FleetDownload({ filters }: { filters: PointFilters }) {
  const download = useMutation({
    mutationFn: () => allPoints(filters),
    onSuccess: (points) => {
      save(csvOf(points));
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

function save(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `enforcement-points-${new Date().toISOString().slice(0, 10)}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}
