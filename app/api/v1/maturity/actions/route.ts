import { route } from "@/lib/http/route";
import { listActions } from "@/lib/maturity/list-actions";

export const GET = route(listActions);
