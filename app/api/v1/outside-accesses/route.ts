import { route } from "@/lib/http/route";
import { giveAccess } from "@/lib/outside/give-access";
import { listAccesses } from "@/lib/outside/list-accesses";

export const GET = route(listAccesses);
export const POST = route(giveAccess);
