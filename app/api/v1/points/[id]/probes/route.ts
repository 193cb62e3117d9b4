import { listProbes } from "@/lib/enforcement/list-probes";
import { route } from "@/lib/http/route";

export const GET = route(listProbes);
