import { route } from "@/lib/http/route";
import { listChanges } from "@/lib/maturity/list-changes";

export const GET = route(listChanges);
