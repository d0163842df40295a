/** Style of the pages that explain a request and compare two: the report's, in little. */
export const PAGE_STYLE = `
* { box-sizing: border-box; }
html { font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; background: var(--page); color: var(--ink); }
body { margin: 0 auto; padding: 0 clamp(0.6rem, 3vw, 2.5rem) 4rem; max-width: 70rem; overflow-wrap: anywhere; }
h1, h2, h3, p, ul, ol { margin: 0; }
h1 { font-size: clamp(1.6rem, 3.2vw, 2.3rem); line-height: 1.15; letter-spacing: -0.02em; font-weight: 680; }
h2 { font-size: 1.35rem; line-height: 1.25; font-weight: 650; margin-bottom: 0.6rem; }
header { padding: 2rem 0 1rem; }
.brand { font-size: 0.8rem; letter-spacing: 0.08em; text-transform: uppercase; color: var(--soft); }
.lead { color: var(--soft); margin-top: 0.4rem; } .lead b { color: var(--ink); }
.soft { color: var(--soft); } .good { color: var(--good); }
section { padding-top: 1.4rem; margin-bottom: 1.8rem; border-top: 1px solid var(--line); }
code { font: 0.875em/1.5 ui-monospace, 'Cascadia Mono', Menlo, Consolas, monospace; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.key { list-style: none; display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; font-size: 0.85rem; padding: 0; margin: 0.5rem 0 0.8rem; color: var(--soft); }
.player { display: flex; flex-wrap: wrap; gap: 0.4rem; }
.player button { font: inherit; font-size: 0.9rem; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: 0.25rem 0.7rem; min-width: 2.6rem; cursor: pointer; }
.step-now { min-height: 3.1em; font-size: 0.95rem; margin-top: 0.4rem; }
#player { position: sticky; top: 0; z-index: 3; background: var(--page); padding: 0.4rem 0; border-bottom: 1px solid var(--grid); }
.narrow { display: none; }
@media screen and (max-width: 44rem) { .wide { display: none; } .narrow { display: block; } }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.86rem; line-height: 1.4; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
th, td { text-align: left; font-weight: 400; padding: 0.25rem 0.5rem; vertical-align: baseline; border-bottom: 1px solid var(--grid); }
thead th { color: var(--soft); white-space: nowrap; }
.n { text-align: right; white-space: nowrap; }
.path > * { background: var(--accent-soft); }
td ul { padding-left: 1rem; }
.sources { padding-left: 2rem; font-size: 0.86rem; }
details { margin-top: 0.5rem; } summary { cursor: pointer; color: var(--accent); }
@media print { html { font-size: 9.5pt; } body { max-width: none; padding: 0; } #player { display: none; } section { break-inside: auto; } details::details-content { content-visibility: visible; display: block; height: auto; } }
`;
