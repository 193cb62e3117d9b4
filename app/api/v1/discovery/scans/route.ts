import { reportScan } from "@/lib/discovery/report-scan";
import { route } from "@/lib/http/route";

export const POST = route(reportScan);
