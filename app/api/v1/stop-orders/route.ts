import { listStopOrders } from "@/lib/enforcement/list-stop-orders";
import { stopScope } from "@/lib/enforcement/stop-scope";
import { route } from "@/lib/http/route";

export const GET = route(listStopOrders);
export const POST = route(stopScope);
