/** Requirements of the stages for which the product has no measure yet. Each leaves this list when its measure is built. */
import type { Requirement } from "./contract";

const missing = (stage: Requirement["stage"], id: string, title: string, why: string): Requirement => ({
  id,
  stage,
  title,
  state: "unmeasured",
  built: false,
  why,
  href: null,
});

export const notBuilt: readonly Requirement[] = [
  missing("enforce", "identity", "A credential of its own", "Agents' own credentials are not built yet."),
  missing(
    "isolate",
    "delegation",
    "People signed off its delegations",
    "Its delegations stand on its page; a measure of whether all are signed is not built yet.",
  ),
];
