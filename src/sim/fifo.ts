/** A queue of small whole numbers that allocates nothing once it has grown. */
export class Fifo {
  #items = new Int32Array(16);
  #head = 0;
  length = 0;

  push(item: number): void {
    if (this.length === this.#items.length) this.#grow();
    this.#items[(this.#head + this.length) & (this.#items.length - 1)] = item;
    this.length++;
  }

  /** The oldest, which stays; or -1. */
  get first(): number {
    return this.length === 0 ? -1 : this.#items[this.#head];
  }

  /** Takes the oldest, or -1. */
  shift(): number {
    if (this.length === 0) return -1;
    const item = this.#items[this.#head];
    this.#head = (this.#head + 1) & (this.#items.length - 1);
    this.length--;
    return item;
  }

  #grow(): void {
    const items = new Int32Array(this.#items.length * 2);
    for (let i = 0; i < this.length; i++) items[i] = this.#items[(this.#head + i) & (this.#items.length - 1)];
    this.#items = items;
    this.#head = 0;
  }
}
