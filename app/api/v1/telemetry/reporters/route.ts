import { route } from "@/lib/http/route";
import { listReporters } from "@/lib/telemetry/list-reporters";

export const GET = route(listReporters);
