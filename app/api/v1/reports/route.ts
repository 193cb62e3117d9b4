import { route } from "@/lib/http/route";
import { listReports } from "@/lib/reports/list-reports";
import { makeReport } from "@/lib/reports/make-report";

export const GET = route(listReports);
export const POST = route(makeReport);
