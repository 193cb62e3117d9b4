import { route } from "@/lib/http/route";
import { acceptRisk } from "@/lib/plan/accept-risk";

export const POST = route(acceptRisk);
