import { route } from "@/lib/http/route";
import { getSharedFramework } from "@/lib/outside/get-shared-framework";

export const GET = route(getSharedFramework);
