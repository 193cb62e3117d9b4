/** Who decides about requests and keeps the record of them: an enforcement point. */
import type { JsonObject } from "../canonical.ts";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { type EgressMethod, egressPin, egressTool } from "./egress-tools.ts";

export type Governor = {
  /** Runs what policy permits, when people have agreed where it asks for them. Rejects with `Denied` otherwise. */
  call<T>(
    method: EgressMethod,
    args: JsonObject,
    run: (signal: AbortSignal) => Promise<T>,
    gone: AbortSignal,
  ): Promise<T>;
  /** Records a request that the boundary refused before policy was asked. */
  refuse(method: EgressMethod, args: JsonObject, reason: string): void;
};

export function governedBy(point: EnforcementPoint, agentId: string): Governor {
  const request = (method: EgressMethod, args: JsonObject) => ({ agentId, tool: egressTool(method), arguments: args });
  return {
    call: (method, args, run, gone) =>
      point.call(request(method, args), (_, signal) => run(signal), { signal: gone, seenPin: () => egressPin(method) }),
    refuse: (method, args, reason) => void point.refuse(request(method, args), "forbidden", reason),
  };
}

/** Lets through all that the boundary lets through: for canaries, which try the boundary and not the policy. */
export const ungoverned: Governor = {
  call: (_method, _args, run, gone) => run(gone),
  refuse: () => undefined,
};
