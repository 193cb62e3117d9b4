/** Refusals that the access-request profile has names for. */
import { env } from "@/lib/env";
import { type ErrorCode, Refusal } from "@/lib/shared/errors";

const codes = {
  not_requestable: "invalid_input",
  invalid_denial_binding: "invalid_input",
  expired_denial: "expired",
  duplicate_request: "conflict",
  unknown_task: "not_found",
  invalid_task_state: "already_decided",
} as const satisfies Record<string, ErrorCode>;
type Problem = keyof typeof codes;

export class AccessRefusal extends Refusal {
  readonly problem: string;
  constructor(problem: Problem, message: string) {
    super(codes[problem], message);
    this.problem = `urn:openid:authzen:access-request:error:${problem}`;
  }
}

/** The profile is a draft: who runs Gatehouse says whether it is spoken at all. */
export function refuseUnlessOffered(): void {
  if (!env.accessRequests) throw new Refusal("not_found", "Access requests are not offered here.");
}
