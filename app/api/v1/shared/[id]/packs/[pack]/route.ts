import { route } from "@/lib/http/route";
import { getSharedPack } from "@/lib/outside/get-shared-pack";

export const GET = route(getSharedPack);
