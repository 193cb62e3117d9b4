import { listHoldPauses } from "@/lib/checkpoints/list-hold-pauses";
import { route } from "@/lib/http/route";

export const GET = route(listHoldPauses);
