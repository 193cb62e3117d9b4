"use client";

import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { DropdownMenu, MenuItem, MenuLabel } from "@/components/ui/dropdown-menu";
import { filterHref } from "@/lib/client/url-filters";
import type { ActivityPlace } from "./activity-place";

/** The calls as they are filtered, all pages of them, as a file. */
export function CallExport({ filters }: Pick<ActivityPlace, "filters">) {
  const { cursor: _, limit: __, ...asked } = filters;
  return (
    <DropdownMenu
      label="Export these calls"
      trigger={
        <Button size="sm" variant="quiet">
          <Download aria-hidden="true" />
          Export
        </Button>
      }
    >
      <MenuLabel className="max-w-56">All calls as they are filtered, a million at most. It is on record.</MenuLabel>
      {(["csv", "ndjson"] as const).map((format) => (
        <MenuItem key={format} asChild>
          <a href={filterHref("/activity/export", { ...asked, format })} download>
            {format === "csv" ? "CSV, for a spreadsheet" : "NDJSON, a call a line"}
          </a>
        </MenuItem>
      ))}
    </DropdownMenu>
  );
}
