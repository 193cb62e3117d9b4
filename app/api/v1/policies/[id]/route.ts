import { route } from "@/lib/http/route";
import { editPolicy } from "@/lib/policy/edit-policy";
import { getPolicy } from "@/lib/policy/get-policy";

export const GET = route(getPolicy);
export const PATCH = route(editPolicy);
