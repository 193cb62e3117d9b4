import { route } from "@/lib/http/route";
import { deletePolicyTest } from "@/lib/policy/delete-policy-test";
import { editPolicyTest } from "@/lib/policy/edit-policy-test";

export const PUT = route(editPolicyTest);
export const DELETE = route(deletePolicyTest);
