import { z } from "zod";

export const Port = z.int().min(1).max(65_535);
