/** What waterfalls and differential flame graphs need of a page's style: more is warm, less is cool, and each gets darker the more it is. */
export const CONTRAST_STYLE = `
.waterfall, .flame { display: block; max-width: 100%; height: auto; font-family: inherit; }
.waterfall text, .flame text { font-size: 12px; fill: var(--ink); }
.waterfall .total { font-weight: 650; } .waterfall .value { fill: var(--soft); font-variant-numeric: tabular-nums; }
.waterfall rect.total { fill: var(--bar); } .waterfall rect.more { fill: var(--more-3); } .waterfall rect.less { fill: var(--less-3); }
.waterfall .link { stroke: var(--soft); stroke-width: 1; } .waterfall .cut { stroke: var(--page); stroke-width: 3; fill: none; }
.flame .same { fill: var(--grid); stroke: var(--line); stroke-width: 0.5; } .flame text { pointer-events: none; font-size: 11px; }
.flame .more-1 { fill: var(--more-1); } .flame .more-2 { fill: var(--more-2); } .flame .more-3 { fill: var(--more-3); } .flame .less-1 { fill: var(--less-1); } .flame .less-2 { fill: var(--less-2); } .flame .less-3 { fill: var(--less-3); }
.flame g:hover rect { stroke: var(--ink); stroke-width: 1.5; }
:root { --bar: #9fb1c8; --more-1: #f9dccb; --more-2: #f2a983; --more-3: #e07b45; --less-1: #d3e4f3; --less-2: #94bfe3; --less-3: #5b9bd0; }
@media (prefers-color-scheme: dark) { :root:not([data-theme='light']) { --bar: #5a7496; --more-1: #4a3022; --more-2: #83492a; --more-3: #b4622f; --less-1: #20364b; --less-2: #2d5980; --less-3: #3f7db5; } }
:root[data-theme='dark'] { --bar: #5a7496; --more-1: #4a3022; --more-2: #83492a; --more-3: #b4622f; --less-1: #20364b; --less-2: #2d5980; --less-3: #3f7db5; }
@media print { :root, :root[data-theme], :root:not([data-theme='light']) { --bar: #9fb1c8; --more-1: #f9dccb; --more-2: #f2a983; --more-3: #e07b45; --less-1: #d3e4f3; --less-2: #94bfe3; --less-3: #5b9bd0; } }
`;
