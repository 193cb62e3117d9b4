import { listStanding } from "@/lib/checkpoints/list-standing";
import { route } from "@/lib/http/route";

export const GET = route(listStanding);
