import { route } from "@/lib/http/route";
import { setToolServer } from "@/lib/inventory/set-tool-server";

export const PUT = route(setToolServer);
