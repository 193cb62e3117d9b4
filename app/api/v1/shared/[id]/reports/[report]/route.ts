import { route } from "@/lib/http/route";
import { getSharedReport } from "@/lib/outside/get-shared-report";

export const GET = route(getSharedReport);
