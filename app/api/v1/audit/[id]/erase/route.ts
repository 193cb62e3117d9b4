import { eraseEntry } from "@/lib/audit/erase-entry";
import { route } from "@/lib/http/route";

export const POST = route(eraseEntry);
