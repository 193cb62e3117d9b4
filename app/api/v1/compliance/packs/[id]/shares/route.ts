import { sharePack } from "@/lib/compliance/share-pack";
import { route } from "@/lib/http/route";

export const POST = route(sharePack);
