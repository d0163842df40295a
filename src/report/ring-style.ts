/** Style of the page with drawn rings; the same quiet colours as the report, one for each state of a slot. */
export const RING_STYLE = `
:root { color-scheme: light dark; --page: #fafaf8; --ink: #1c1d21; --soft: #55575f; --line: #c9cacf; --grid: #ececef; --good: #17683a; --bad: #b3261e;
  --free: #e4e5e9; --available: #0069b4; --flight: #f0a35e; --unreaped: #00805d; }
@media (prefers-color-scheme: dark) { :root { --page: #121317; --ink: #ececf0; --soft: #b0b2bc; --line: #4a4c55; --grid: #2b2d34; --good: #6fd19a; --bad: #ff8a80;
  --free: #2e3038; --available: #56b4e9; --flight: #c98038; --unreaped: #3fd0a4; } }
* { box-sizing: border-box; }
html { font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; background: var(--page); color: var(--ink); }
body { margin: 0 auto; padding: 0 clamp(1rem, 3vw, 2.5rem) 4rem; max-width: 76rem; overflow-wrap: anywhere; }
h1, h2, h3, p, ul, dl, dd, figure { margin: 0; padding: 0; }
h1 { font-size: clamp(1.7rem, 3.2vw, 2.3rem); line-height: 1.15; letter-spacing: -0.02em; font-weight: 680; }
h2 { font-size: 1.35rem; line-height: 1.25; font-weight: 650; }
h3 { font-size: 1rem; font-weight: 650; margin: 1.25rem 0 0.4rem; }
header { padding: 2rem 0 1rem; }
.brand { font-size: 0.8rem; letter-spacing: 0.08em; text-transform: uppercase; color: var(--soft); }
.soft, dt, figcaption { color: var(--soft); }
.good { color: var(--good); font-weight: 600; }
.bad { color: var(--bad); font-weight: 600; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; margin: 0.8rem 0; }
a { color: inherit; text-underline-offset: 0.15em; }
:focus-visible { outline: 3px solid var(--available); outline-offset: 2px; border-radius: 3px; }
section { padding-top: 1.5rem; margin-bottom: 2.5rem; border-top: 1px solid var(--line); }
.queue { display: grid; gap: 1rem 2.5rem; grid-template-columns: minmax(0, 1fr); margin-top: 1rem; }
@media (min-width: 56rem) { .queue { grid-template-columns: minmax(0, 29rem) minmax(0, 1fr); } }
svg { display: block; width: 100%; height: auto; font-family: inherit; }
svg text { fill: var(--ink); font-size: 12px; }
svg .title { font-weight: 650; font-size: 15px; }
svg .quiet { fill: var(--soft); }
svg .leader { stroke: var(--soft); fill: none; }
svg .gap { stroke: var(--page); }
.free { fill: var(--free); } .available { fill: var(--available); } .flight { fill: var(--flight); } .unreaped { fill: var(--unreaped); }
.wrong { fill: none; stroke: var(--bad); stroke-width: 2; }
.key { list-style: none; display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; font-size: 0.85rem; margin-top: 0.4rem; }
.key svg { display: inline-block; width: 0.8em; height: 0.8em; margin-right: 0.35em; vertical-align: -0.05em; }
dl > div { display: grid; grid-template-columns: 8rem 7.5rem minmax(0, 1fr); gap: 0 0.8rem; padding: 0.2rem 0; border-bottom: 1px solid var(--grid); font-size: 0.9rem; }
dd { font-variant-numeric: tabular-nums; }
dd:first-of-type { font-weight: 600; }
.wrongs { padding-left: 1.1rem; font-size: 0.92rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.84rem; font-variant-numeric: tabular-nums; }
th, td { text-align: right; font-weight: 400; padding: 0.25rem 0.5rem; border-bottom: 1px solid var(--grid); white-space: nowrap; }
th:first-child, td:last-child { text-align: left; }
td:last-child { white-space: normal; }
thead th { color: var(--soft); border-bottom-color: var(--line); }
details { margin-top: 0.8rem; } summary { cursor: pointer; }
@media (max-width: 34rem) { dl > div { grid-template-columns: 7rem minmax(0, 1fr); } dl > div > dd + dd { grid-column: 1 / -1; } }
@media print { :root { --page: #fff; --ink: #000; --soft: #444; } section { break-inside: avoid; } }
`;
