import { searchActions } from "@/lib/authzen/search-actions";
import { authzenRoute } from "@/lib/http/authzen-route";

export const POST = authzenRoute(searchActions);
