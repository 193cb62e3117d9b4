import { route } from "@/lib/http/route";
import { listTags } from "@/lib/inventory/list-tags";

export const GET = route(listTags);
