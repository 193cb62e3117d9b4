import { listFindings } from "@/lib/findings/list-findings";
import { route } from "@/lib/http/route";

export const GET = route(listFindings);
