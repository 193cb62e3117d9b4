/** Views: filters, order and columns of a list, under a name. */
import { z } from "zod";
import { isStorable, notStorable } from "@/lib/audit/contract";
import { idOf } from "@/lib/shared/ids";
import { operation } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";

export const ViewPage = z.enum(["agents", "activity"]);
export type ViewPage = z.infer<typeof ViewPage>;
/** Of one person for one page. */
export const MOST_VIEWS = 50;

export const SavedView = z.object({
  id: z.string(),
  page: ViewPage,
  name: z.string(),
  query: z.string(),
  shared: z.boolean(),
  owner: z.object({ id: z.string(), name: z.string() }),
  updatedAt: Instant,
});
export type SavedView = z.infer<typeof SavedView>;

export const listViewsOp = operation({
  id: "views.listViews",
  http: "GET /v1/views",
  permission: "view:own",
  summary: "List the views of a page: your own, and those that colleagues share",
  input: z.strictObject({ page: ViewPage }),
  output: z.object({ items: z.array(SavedView) }),
});

export const saveViewOp = operation({
  id: "views.saveView",
  http: "POST /v1/views",
  creates: true,
  permission: "view:own",
  summary: "Keep a list's filters, order and columns under a name; your own view of this name is replaced",
  input: z.strictObject({
    page: ViewPage,
    name: z.string().trim().min(1).max(60).refine(isStorable, notStorable),
    /** As in the page's address, encoded; a place in the list is no part of a view. */
    query: z
      .string()
      .max(2000)
      .regex(/^[!$&-;=?-Z_a-z~%]*$/, "not what stands behind the question mark of an address"),
    shared: z.boolean(),
  }),
  output: SavedView,
  errors: ["conflict"],
});

export const deleteViewOp = operation({
  id: "views.deleteView",
  http: "DELETE /v1/views/{id}",
  permission: "view:own",
  summary: "Take a view away: your own, or as an admin one that is shared",
  input: z.strictObject({ id: idOf("savedView") }),
  output: z.object({}),
});
