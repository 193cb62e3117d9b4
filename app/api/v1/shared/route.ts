import { route } from "@/lib/http/route";
import { listShared } from "@/lib/outside/list-shared";

export const GET = route(listShared);
