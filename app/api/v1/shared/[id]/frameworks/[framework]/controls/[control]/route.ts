import { route } from "@/lib/http/route";
import { getSharedControl } from "@/lib/outside/get-shared-control";

export const GET = route(getSharedControl);
