import { route } from "@/lib/http/route";
import { reportProgress } from "@/lib/redteam/report-progress";

export const POST = route(reportProgress);
