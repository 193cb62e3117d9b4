import { listReleases } from "@/lib/enforcement/list-releases";
import { route } from "@/lib/http/route";

export const GET = route(listReleases);
