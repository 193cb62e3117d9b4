import { route } from "@/lib/http/route";
import { getReport } from "@/lib/reports/get-report";

export const GET = route(getReport);
