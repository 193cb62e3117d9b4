import { cancelPack } from "@/lib/compliance/cancel-pack";
import { route } from "@/lib/http/route";

export const POST = route(cancelPack);
