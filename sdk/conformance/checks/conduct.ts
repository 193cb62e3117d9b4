/** Judged over the whole run: whatever was being checked, these must have held. */
import { TOKEN_MAX_SECONDS } from "../../crypto.ts";
import type { Conduct } from "../conduct.ts";
import { demand } from "../verdicts.ts";

export type ConductCheck = { id: string; proves: string; mandatory: true; judge(conduct: Conduct): string };

export const conductChecks: readonly ConductCheck[] = [
  {
    id: "conduct.tokens",
    proves: "Every request names its point by a short-lived token, signed with the key that it enrolled.",
    mandatory: true,
    judge: ({ authenticated, badTokens, longestToken }) => {
      demand(badTokens.length === 0, `${badTokens.length} requests had no good token: ${badTokens[0]}.`);
      demand(authenticated > 0, "No request was ever named.");
      demand(longestToken <= TOKEN_MAX_SECONDS, `A token lived ${longestToken} s; ${TOKEN_MAX_SECONDS} is the most.`);
      return `${authenticated} requests, the longest token ${longestToken} s`;
    },
  },
  {
    id: "conduct.contract",
    proves: "Everything that it sends keeps to the contract.",
    mandatory: true,
    judge: ({ malformed, authenticated }) => {
      demand(malformed.length === 0, `${malformed.length} requests do not: ${malformed[0]}.`);
      return `${authenticated} requests`;
    },
  },
];
