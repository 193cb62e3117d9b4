import { listAcks } from "@/lib/enforcement/list-acks";
import { route } from "@/lib/http/route";

export const GET = route(listAcks);
