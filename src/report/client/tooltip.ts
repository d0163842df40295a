import { element } from './element.ts';

/** One box beside the pointer; the first line is a heading, all lines are text. */
export class Tooltip {
  private readonly box = element('div', { class: 'tip', 'aria-hidden': 'true', hidden: true });

  constructor() {
    document.body.append(this.box);
  }

  show(text: string, x: number, y: number): void {
    const [head = '', ...lines] = text.split('\n');
    this.box.replaceChildren(element('b', {}, head), ...lines.map((line) => element('span', {}, line)));
    this.box.hidden = false;
    const { width, height } = this.box.getBoundingClientRect();
    const left = Math.max(4, Math.min(x + 14, document.documentElement.clientWidth - width - 4));
    const top = y + height + 20 > window.innerHeight ? y - height - 10 : y + 14;
    this.box.style.setProperty('transform', `translate(${Math.round(left)}px, ${Math.round(Math.max(4, top))}px)`);
  }

  hide(): void {
    this.box.hidden = true;
  }
}
