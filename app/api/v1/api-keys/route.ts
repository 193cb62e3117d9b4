import { route } from "@/lib/http/route";
import { createApiKey } from "@/lib/identity/create-api-key";
import { listApiKeys } from "@/lib/identity/list-api-keys";

export const GET = route(listApiKeys);
export const POST = route(createApiKey);
