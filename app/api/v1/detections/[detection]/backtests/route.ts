import { startBacktest } from "@/lib/detections/start-backtest";
import { route } from "@/lib/http/route";

export const POST = route(startBacktest);
