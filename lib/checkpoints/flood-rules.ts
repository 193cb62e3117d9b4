/** When asking people becomes a flood. Pure. */
export type Limits = {
  /** Requests that one agent may open in a minute; more are refused for that minute. */
  perMinute: number;
  /** Requests within ten minutes at which its held calls are paused until a person resumes them. */
  pauseAfter: number;
};

/** More than a person can read, and far less than a program can ask. */
export const DEFAULT_LIMITS: Limits = { perMinute: 60, pauseAfter: 150 };

export const perMinuteReason = (opened: number, { perMinute }: Limits): string =>
  `This agent opened ${opened} requests within a minute; ${perMinute} are allowed. Try again later.`;

export const pausedReason = (name: string, opened: number, withinSeconds: number): string =>
  `Held calls of ${name} are paused: it opened ${opened} requests within ${Math.round(withinSeconds / 60)} minutes. An owner or security resumes them; what policy allows goes on.`;
