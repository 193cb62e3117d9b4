import { route } from "@/lib/http/route";
import { getBundle } from "@/lib/policy/get-bundle";

export const GET = route(getBundle);
