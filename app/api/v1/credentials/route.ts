import { listCredentials } from "@/lib/credentials/list-credentials";
import { route } from "@/lib/http/route";

export const GET = route(listCredentials);
