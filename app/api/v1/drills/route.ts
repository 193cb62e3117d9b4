import { listDrills } from "@/lib/enforcement/list-drills";
import { runDrill } from "@/lib/enforcement/run-drill";
import { route } from "@/lib/http/route";

export const GET = route(listDrills);
export const POST = route(runDrill);
