import type { JsonObject } from "@/sdk/canonical";
import type { Found, ScanReport } from "@/sdk/wire/discovery";
import type { Connector } from "./connector";
import { endpointOf } from "./endpoint";

/** A directory that `gatehouse discover` looked through. */
export const scanConnector: Connector<ScanReport> = {
  source: "scan",
  look: ({ repository, commit, complete, found }) => ({
    origin: repository,
    complete,
    seen: found.map((one) => ({
      key: one.key,
      name: one.name,
      facts: JSON.parse(JSON.stringify({ found: one, commit })) as JsonObject,
      fingerprints: one.secrets.map(({ fingerprint }) => fingerprint),
      endpoints: endpointsOf(one),
    })),
  }),
};

/** Of an MCP client the servers' addresses are not its own: only a card says where an agent is reached. */
const endpointsOf = ({ card }: Found): string[] => (card?.url ? [endpointOf(card.url)] : []);
