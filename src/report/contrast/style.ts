/** What waterfalls and differential flame graphs need of a page's style: more is warm, less is cool, and each gets darker the more it is. */
export const CONTRAST_STYLE = `
.waterfall, .flame { display: block; max-width: 100%; height: auto; font-family: inherit; }
.waterfall text, .flame text { font-size: 12px; fill: var(--ink); }
.waterfall .total { font-weight: 650; } .waterfall .value { fill: var(--soft); font-variant-numeric: tabular-nums; }
.waterfall rect.total { fill: color-mix(in srgb, var(--soft) 45%, var(--page)); } .waterfall rect.more { fill: var(--more-3); } .waterfall rect.less { fill: var(--less-3); }
.waterfall .link { stroke: var(--soft); stroke-width: 1; } .waterfall .cut { stroke: var(--page); stroke-width: 3; fill: none; }
.flame .same { fill: var(--grid); stroke: var(--line); stroke-width: 0.5; } .flame text { pointer-events: none; font-size: 11px; }
.flame .more-1 { fill: var(--more-1); } .flame .more-2 { fill: var(--more-2); } .flame .more-3 { fill: var(--more-3); } .flame .less-1 { fill: var(--less-1); } .flame .less-2 { fill: var(--less-2); } .flame .less-3 { fill: var(--less-3); }
.flame g:hover rect { stroke: var(--ink); stroke-width: 1.5; }
:root { --more-1: color-mix(in srgb, #e0692c 20%, var(--page)); --more-2: color-mix(in srgb, #e0692c 45%, var(--page)); --more-3: color-mix(in srgb, #e0692c 70%, var(--page));
  --less-1: color-mix(in srgb, #3f8fd6 20%, var(--page)); --less-2: color-mix(in srgb, #3f8fd6 45%, var(--page)); --less-3: color-mix(in srgb, #3f8fd6 70%, var(--page)); }
`;
