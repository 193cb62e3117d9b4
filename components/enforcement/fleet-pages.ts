/** How the fleet is read: by the page, as it is scrolled. Apart from the view, because the server page asks for the first. */
import type { z } from "zod";
import { listPointsOp } from "@/lib/enforcement/contract";

/** What the address may say of the list. */
export const FleetAddress = listPointsOp.input.omit({ cursor: true, limit: true, skip: true });
export type FleetFilters = z.output<typeof FleetAddress>;

export const FLEET_PAGE = 100;

export const fleetPage = (filters: FleetFilters, page: number) => ({
  ...filters,
  limit: FLEET_PAGE,
  ...(page > 0 && { skip: page * FLEET_PAGE }),
});
