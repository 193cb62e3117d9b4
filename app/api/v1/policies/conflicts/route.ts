import { route } from "@/lib/http/route";
import { findConflicts } from "@/lib/policy/find-conflicts";

export const GET = route(findConflicts);
