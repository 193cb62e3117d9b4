import { route } from "@/lib/http/route";
import { getOversight } from "@/lib/oversight/get-oversight";

export const GET = route(getOversight);
