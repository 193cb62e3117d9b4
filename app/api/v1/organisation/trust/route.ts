import { route } from "@/lib/http/route";
import { getTrust } from "@/lib/identity/get-trust";

export const GET = route(getTrust);
