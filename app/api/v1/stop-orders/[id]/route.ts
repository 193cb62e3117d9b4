import { getStopOrder } from "@/lib/enforcement/get-stop-order";
import { route } from "@/lib/http/route";

export const GET = route(getStopOrder);
