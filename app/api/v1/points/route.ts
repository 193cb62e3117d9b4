import { listPoints } from "@/lib/enforcement/list-points";
import { route } from "@/lib/http/route";

export const GET = route(listPoints);
