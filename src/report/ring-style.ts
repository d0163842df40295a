import { PAGE_STYLE } from './page-style.ts';

/** Style of the page with drawn rings; one colour for each state of a slot. */
export const RING_STYLE = `${PAGE_STYLE}
.queue { display: grid; gap: 1rem 2.5rem; grid-template-columns: minmax(0, 1fr); margin-top: 1rem; }
@media (min-width: 56rem) { .queue { grid-template-columns: minmax(0, 29rem) minmax(0, 1fr); } }
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
@media (max-width: 34rem) { dl > div { grid-template-columns: 7rem minmax(0, 1fr); } dl > div > dd + dd { grid-column: 1 / -1; } }
`;
