import { route } from "@/lib/http/route";
import { listLibrary } from "@/lib/policy/list-library";

export const GET = route(listLibrary);
