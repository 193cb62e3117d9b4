/** Everything that is checked, in the order in which it is. */
import type { Family } from "./check.ts";
import { bundles } from "./checks/bundles.ts";
import { decisions } from "./checks/decisions.ts";
import { delegations } from "./checks/delegations.ts";
import { enrolment } from "./checks/enrolment.ts";
import { events } from "./checks/events.ts";
import { holds } from "./checks/holds.ts";
import { leases } from "./checks/leases.ts";
import { probes } from "./checks/probes.ts";
import { restarts } from "./checks/restarts.ts";
import { revocations } from "./checks/revocations.ts";
import { stops } from "./checks/stops.ts";
import { streams } from "./checks/streams.ts";

export const families: readonly Family[] = [
  enrolment,
  bundles,
  decisions,
  holds,
  delegations,
  stops,
  revocations,
  probes,
  leases,
  restarts,
  events,
  streams,
];
