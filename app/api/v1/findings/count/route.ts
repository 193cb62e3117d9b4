import { countFindings } from "@/lib/findings/count-findings";
import { route } from "@/lib/http/route";

export const GET = route(countFindings);
