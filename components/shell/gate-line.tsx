/** The gate, drawn large: lines that come from the left, of which some pass, one waits and one is stopped. */
export function GateLine() {
  return (
    <svg
      viewBox="0 0 720 720"
      preserveAspectRatio="xMidYMid slice"
      className="size-full"
      aria-hidden="true"
      focusable="false"
    >
      <g fill="none" strokeWidth="1.5">
        <g className="stroke-edge-soft">
          <path d="M0 232h720M0 296h720M0 488h720" />
          <path d="M0 360h348M0 424h348" />
          <path d="M372 424h348" strokeDasharray="1 8" />
          <path d="M372 360h348" strokeDasharray="6 6" />
        </g>
        <g className="stroke-ink" strokeWidth="22">
          <path d="M214 720V352a146 146 0 0 1 292 0v368" className="stroke-accent" />
        </g>
        <g className="stroke-accent" strokeWidth="14">
          <path d="M288 230v112M360 206v186M432 230v300" opacity="0.9" />
        </g>
      </g>
      <g className="fill-sunken stroke-allow" strokeWidth="3">
        <circle cx="600" cy="232" r="7" />
        <circle cx="560" cy="296" r="7" />
        <circle cx="640" cy="488" r="7" />
      </g>
      <circle cx="150" cy="360" r="8" className="fill-hold" />
      <path d="M142 416h16v16h-16z" className="fill-deny" />
    </svg>
  );
}
