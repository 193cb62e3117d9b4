"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { askPasskey } from "@/components/identity/use-passkey";
import { call } from "@/lib/client/call";
import {
  beginSignatureOp,
  type Delegation,
  listDelegationsOp,
  refuseDelegationOp,
  signDelegationOp,
  withdrawDelegationOp,
} from "@/lib/delegations/contract";
import { revokeDelegationOp } from "@/lib/enforcement/stop-contract";

/** Signs exactly what was shown; where a tier asks for it, the passkey signs for that first. */
async function sign({ id, digest, stepUp }: Delegation): Promise<unknown> {
  if (!stepUp) return call(signDelegationOp, { id, digest });
  const { stepUpId, options } = await call(beginSignatureOp, { id, digest });
  const answer = await askPasskey(options);
  return call(signDelegationOp, { id, digest, stepUp: { id: stepUpId, answer } });
}

export type DelegationAct =
  | { act: "sign" | "withdraw"; delegation: Delegation }
  | { act: "refuse" | "revoke"; delegation: Delegation; reason: string };

function carryOut(given: DelegationAct): Promise<unknown> {
  const { id } = given.delegation;
  switch (given.act) {
    case "sign":
      return sign(given.delegation);
    case "withdraw":
      return call(withdrawDelegationOp, { id });
    case "refuse":
      return call(refuseDelegationOp, { id, reason: given.reason });
    case "revoke":
      return call(revokeDelegationOp, { id, reason: given.reason });
  }
}

/** Shows nothing as done before the server says so; after a refusal too, what is there now is read again. */
export function useDelegation(done: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: carryOut,
    onSuccess: done,
    onSettled: () => queries.invalidateQueries({ queryKey: [listDelegationsOp.id] }),
  });
}
