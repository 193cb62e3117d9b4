import { searchResources } from "@/lib/authzen/search-resources";
import { authzenRoute } from "@/lib/http/authzen-route";

export const POST = authzenRoute(searchResources);
