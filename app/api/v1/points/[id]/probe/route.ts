import { probePoint } from "@/lib/enforcement/probe-point";
import { route } from "@/lib/http/route";

export const POST = route(probePoint);
