/** Vega-Lite's config for every chart: quiet axes, the page's font, colours from the page's variables. */
export const THEME = {
  font: 'system-ui, sans-serif',
  background: null,
  padding: { left: 2, top: 2, right: 8, bottom: 2 },
  aria: false,
  view: { stroke: null },
  mark: { aria: false },
  axis: {
    labelColor: 'var(--soft)', titleColor: 'var(--soft)', titleFontWeight: 400, labelFontSize: 11, titleFontSize: 11, titlePadding: 6,
    domainColor: 'var(--line)', tickColor: 'var(--line)', gridColor: 'var(--grid)', gridOpacity: 1, tickSize: 4, aria: false,
  },
  axisY: { domain: false, ticks: false },
  header: { labelColor: 'var(--ink)', labelFontWeight: 600, labelFontSize: 12, labelAnchor: 'start', labelPadding: 6, title: null },
  legend: {
    orient: 'top', title: null, labelColor: 'var(--ink)', labelFontSize: 11, labelLimit: 130, symbolSize: 80, symbolStrokeWidth: 1.5,
    offset: 10, columnPadding: 14, rowPadding: 3, aria: false,
  },
  line: { strokeWidth: 2 },
  point: { size: 42 },
} as const;
