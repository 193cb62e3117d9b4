import { listUnsettled } from "@/lib/checkpoints/list-unsettled";
import { route } from "@/lib/http/route";

export const GET = route(listUnsettled);
