import { mergeSighting } from "@/lib/discovery/merge-sighting";
import { route } from "@/lib/http/route";

export const POST = route(mergeSighting);
