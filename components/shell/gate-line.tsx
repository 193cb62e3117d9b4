const calls = [
  { y: 424, from: 96, effect: "allow", to: 640 },
  { y: 472, from: 40, effect: "allow", to: 596 },
  { y: 520, from: 128, effect: "hold", to: 640 },
  { y: 568, from: 72, effect: "deny", to: 618 },
  { y: 616, from: 56, effect: "allow", to: 664 },
] as const;

type Line = (typeof calls)[number];
const GATE = 360;

/** The gate and the lines of calls that come to it, in the same signs as everywhere: a picture for the pages before it. */
export function GateLine() {
  return (
    <svg
      viewBox="0 0 720 720"
      preserveAspectRatio="xMidYMid slice"
      className="size-full"
      aria-hidden="true"
      focusable="false"
    >
      <g fill="none" className="stroke-edge-soft" strokeWidth="1.5">
        <path d="M176 720V296a184 184 0 0 1 368 0v424" />
        <path d="M188 720V296a172 172 0 0 1 344 0v424" />
        <path d="M212 720V296a148 148 0 0 1 296 0v424" />
      </g>
      <clipPath id="gate-opening">
        <path d="M212 720V296a148 148 0 0 1 296 0v424z" />
      </clipPath>
      <g strokeWidth="26" clipPath="url(#gate-opening)">
        <path d="M280 140v106" className="stroke-stage-observe" />
        <path d="M360 140v156" className="stroke-stage-enforce" />
        <path d="M440 140v212" className="stroke-stage-isolate" />
      </g>
      {calls.map((call) => (
        <CallPath key={call.y} call={call} />
      ))}
    </svg>
  );
}

function CallPath({ call: { y, from, effect, to } }: { call: Line }) {
  return (
    <g fill="none" strokeWidth="2">
      <circle cx={from} cy={y} r="7" className="stroke-ink" />
      <path d={`M${from + 14} ${y}H${GATE - 18}`} className="stroke-ink/60" />
      {effect === "allow" ? (
        <>
          <path d={`M${GATE + 18} ${y}H${to - 14}`} className="stroke-ink/60" />
          <circle cx={GATE} cy={y} r="10" className="fill-allow" />
          <path d={`m${GATE - 4.5} ${y + 0.5} 3.2 3.2 5.8-6`} className="stroke-sunken" strokeWidth="2.2" />
          <circle cx={to} cy={y} r="7" className="stroke-allow" />
          <circle cx={to} cy={y} r="2.5" className="fill-allow" />
        </>
      ) : null}
      {effect === "hold" ? (
        <>
          <path d={`M${GATE + 18} ${y}H${to - 14}`} className="stroke-hold" strokeDasharray="7 5" />
          <rect x={GATE - 9.5} y={y - 9.5} width="19" height="19" rx="3" className="fill-hold" />
          <path d={`M${GATE - 3} ${y - 5}v10M${GATE + 3} ${y - 5}v10`} className="stroke-sunken" strokeWidth="2.6" />
          <circle cx={to} cy={y} r="7" className="stroke-edge" strokeDasharray="2 3" />
        </>
      ) : null}
      {effect === "deny" ? (
        <>
          <path d={`M${GATE + 18} ${y}H${to - 14}`} className="stroke-edge" strokeDasharray="2 5" />
          <path d={`M${GATE + 17} ${y - 9}v18`} className="stroke-deny" strokeWidth="4" />
          <path d={`m${GATE - 4.3} ${y - 10.3}h8.6l6 6v8.6l-6 6h-8.6l-6-6v-8.6z`} className="fill-deny" />
          <path d={`M${GATE - 5} ${y}h10`} className="stroke-sunken" strokeWidth="3" />
          <circle cx={to} cy={y} r="7" className="stroke-edge" strokeDasharray="2 3" />
        </>
      ) : null}
    </g>
  );
}
