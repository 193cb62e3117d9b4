import { route } from "@/lib/http/route";
import { listIsolation } from "@/lib/isolation/list-isolation";

export const GET = route(listIsolation);
