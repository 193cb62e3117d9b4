import { getPoint } from "@/lib/enforcement/get-point";
import { route } from "@/lib/http/route";

export const GET = route(getPoint);
