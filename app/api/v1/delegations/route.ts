import { listDelegations } from "@/lib/delegations/list-delegations";
import { requestDelegation } from "@/lib/delegations/request-delegation";
import { route } from "@/lib/http/route";

export const GET = route(listDelegations);
export const POST = route(requestDelegation);
