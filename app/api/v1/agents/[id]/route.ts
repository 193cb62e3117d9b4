import { route } from "@/lib/http/route";
import { editAgent } from "@/lib/inventory/edit-agent";
import { getAgent } from "@/lib/inventory/get-agent";

export const GET = route(getAgent);
export const PATCH = route(editAgent);
