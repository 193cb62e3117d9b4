import { listEntries } from "@/lib/audit/list-entries";
import { route } from "@/lib/http/route";

export const GET = route(listEntries);
