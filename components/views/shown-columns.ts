/** Columns in an address: "name,owner". Names that are none any more are left out and said. Pure. */
import type { Search } from "@/lib/client/url-filters";

export const COLUMNS = "columns";

type Shown = { shown: string[]; unknown: string[] };

export function shownColumns(search: Search, all: readonly string[], usual: readonly string[]): Shown {
  const given = search[COLUMNS];
  const text = Array.isArray(given) ? given[0] : given;
  if (!text) return { shown: [...usual], unknown: [] };
  const asked = text.split(",");
  const shown = all.filter((id, at) => at === 0 || asked.includes(id));
  return { shown, unknown: asked.filter((id) => !all.includes(id)) };
}

/** As the address has it; left out where it is what is usual. */
export const columnsText = (shown: readonly string[], usual: readonly string[]): string | undefined =>
  shown.length === usual.length && usual.every((id) => shown.includes(id)) ? undefined : shown.join(",");
