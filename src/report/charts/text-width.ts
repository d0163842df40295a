/** Width of sans-serif text in px: Vega's own guess without a canvas is half again too wide and cuts labels. Narrow, normal and wide letters of a system font. */
export function textWidth(text: string, fontSize: number): number {
  let em = 0;
  for (const c of text) em += /[ijl.,:;'|!fItr()[\]\s]/.test(c) ? 0.32 : /[mwMW%@µ]/.test(c) ? 0.86 : /[A-Z]/.test(c) ? 0.66 : 0.6;
  return em * fontSize;
}
