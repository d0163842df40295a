/** What a sequence diagram needs of a page's style; colours are the page's roles, in lightness as well as in hue. */
export const DIAGRAM_STYLE = `
.sequence { display: block; max-width: 100%; height: auto; font-family: inherit; }
.sequence text { font-size: 12px; fill: var(--ink); }
.sequence rect { rx: 1.5px; }
.sequence .core { fill: var(--grid); opacity: 0.55; }
.sequence .core-name { font-weight: 650; }
.sequence .level, .sequence .vm, .sequence .takes, .sequence .quiet { fill: var(--soft); font-size: 11px; }
.sequence .takes { text-anchor: end; } .sequence .takes, .sequence .quiet { white-space: pre; font-variant-numeric: tabular-nums; }
.sequence .life { stroke: var(--line); stroke-dasharray: 2 3; }
.sequence .phase-line { stroke: var(--line); }
.sequence .phase { font-weight: 650; font-size: 12px; }
.sequence .hit { fill: transparent; }
.sequence .row:hover .hit, .sequence .now .hit { fill: var(--accent); opacity: 0.13; }
.sequence .now .says { font-weight: 650; }
.sequence .level-change { stroke: var(--ink); stroke-width: 1; }
.sequence .turn { stroke: var(--ink); fill: var(--ink); stroke-width: 1.2; }
.sequence .sent { stroke: var(--accent); fill: var(--accent); stroke-width: 1.5; stroke-dasharray: 5 3; }
.sequence .break { fill: none; stroke: var(--page); stroke-width: 3; }
.tone-guest-user { fill: var(--r-1); } .tone-guest-kernel { fill: var(--r-2); } .tone-world-switch { fill: var(--r-3); } .tone-hypervisor { fill: var(--r-4); }
.tone-host-kernel { fill: var(--r-5); } .tone-host-user { fill: var(--r-6); } .tone-polling { fill: var(--r-7); } .tone-device { fill: var(--soft); }
.tone-run-queue, .tone-busy-core, .tone-behind-others { fill: var(--page); stroke: var(--warn); stroke-dasharray: 2 2; }
@media print { .sequence .row { break-inside: avoid; } }
`;

/** The colours of the report, for a picture or a page that stands alone. */
export const DIAGRAM_COLOURS = `
:root { color-scheme: light dark; --page: #fafaf8; --paper: #fff; --ink: #1c1d21; --soft: #55575f; --line: #c9cacf; --grid: #ececef; --accent: #0b5cad; --accent-soft: #e8f0f9; --warn: #8a4b00; --good: #17683a;
  --r-1: #a9cdea; --r-2: #2f7fc1; --r-3: #c43c00; --r-4: #f0a35e; --r-5: #1f7a4d; --r-6: #94cf9f; --r-7: #b4b5bb; }
@media (prefers-color-scheme: dark) { :root { --page: #121317; --paper: #191b20; --ink: #ececf0; --soft: #b0b2bc; --line: #4a4c55; --grid: #2b2d34; --accent: #7db8f0; --accent-soft: #1b2a3c; --warn: #f0b35e; --good: #6fd19a;
  --r-1: #3f73a8; --r-2: #74b6ea; --r-3: #ff7a45; --r-4: #a8672f; --r-5: #46b87f; --r-6: #37805a; --r-7: #6b6d77; } }
@media print { :root { color-scheme: light; --page: #fff; --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --grid: #ececef; --accent: #0b5cad; --accent-soft: #eef3f9; --warn: #8a4b00; --good: #17683a;
  --r-1: #a9cdea; --r-2: #2f7fc1; --r-3: #c43c00; --r-4: #f0a35e; --r-5: #1f7a4d; --r-6: #94cf9f; --r-7: #b4b5bb; } }
`;
