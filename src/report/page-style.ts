/** Style of pages without a script: the report's quiet colours and type, tables, print. */
export const PAGE_STYLE = `
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
svg { display: block; width: 100%; height: auto; font-family: inherit; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.84rem; font-variant-numeric: tabular-nums; }
th, td { text-align: right; font-weight: 400; padding: 0.25rem 0.5rem; border-bottom: 1px solid var(--grid); white-space: nowrap; }
th:first-child, td:last-child { text-align: left; }
td:last-child { white-space: normal; }
thead th { color: var(--soft); border-bottom-color: var(--line); }
details { margin-top: 0.8rem; } summary { cursor: pointer; }
@media print { :root { --page: #fff; --ink: #000; --soft: #444; } section { break-inside: avoid; } }
`;
