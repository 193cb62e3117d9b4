import { route } from "@/lib/http/route";
import { listToolServers } from "@/lib/inventory/list-tool-servers";

export const GET = route(listToolServers);
