import { listChanges } from "@/lib/changes/list-changes";
import { route } from "@/lib/http/route";

export const GET = route(listChanges);
