import { buildPack } from "@/lib/compliance/build-pack";
import { listPacks } from "@/lib/compliance/list-packs";
import { route } from "@/lib/http/route";

export const GET = route(listPacks);
export const POST = route(buildPack);
