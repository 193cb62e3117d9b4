import { getPack } from "@/lib/compliance/get-pack";
import { route } from "@/lib/http/route";

export const GET = route(getPack);
