/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** Shows the controls whose name or meaning has all the words that are looked for, and opens the sections that have some. */
export function searchable(field: HTMLInputElement, sections: HTMLElement): () => void {
  let opened: HTMLDetailsElement[] = [];
  const look = (): void => {
    const words = field.value.toLowerCase().split(/\s+/).filter((word) => word !== '');
    for (const details of opened) details.open = false;
    opened = [];
    for (const details of sections.querySelectorAll('details')) {
      const knobs = [...details.querySelectorAll<HTMLElement>('.knob')];
      for (const knob of knobs) knob.hidden = !words.every((word) => textOf(knob).includes(word));
      const some = knobs.some(({ hidden }) => !hidden);
      details.hidden = !some;
      if (words.length === 0 || !some || details.open) continue;
      details.open = true;
      opened.push(details);
    }
  };
  field.addEventListener('input', look);
  return look;
}

/** Where a price comes from is left out: half of them come from the same few papers. */
function textOf(knob: HTMLElement): string {
  const { key } = knob.dataset;
  return `${key === undefined ? knob.textContent : `${key} ${knob.querySelector('.says')?.textContent ?? ''}`}`.toLowerCase();
}
