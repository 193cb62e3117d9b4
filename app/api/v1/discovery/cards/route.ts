import { readCard } from "@/lib/discovery/read-card";
import { route } from "@/lib/http/route";

export const POST = route(readCard);
