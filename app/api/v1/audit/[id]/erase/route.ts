import { eraseEntry } from "@/lib/guarded/erase-entry";
import { route } from "@/lib/http/route";

export const POST = route(eraseEntry);
