import { route } from "@/lib/http/route";
import { getIsolation } from "@/lib/isolation/get-isolation";

export const GET = route(getIsolation);
