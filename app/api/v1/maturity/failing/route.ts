import { route } from "@/lib/http/route";
import { listFailing } from "@/lib/maturity/list-failing";

export const GET = route(listFailing);
