import { searchSubjects } from "@/lib/authzen/search-subjects";
import { authzenRoute } from "@/lib/http/authzen-route";

export const POST = authzenRoute(searchSubjects);
