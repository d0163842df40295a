import type { HandOver, Observer, RequestStep, Span } from '../src/machine/observer.ts';

/** Writes down all that it is told, in order. */
export class Watcher implements Observer {
  readonly spans: Span[] = [];
  readonly handOvers: HandOver[] = [];
  readonly steps: RequestStep[] = [];

  spent(span: Span): void {
    this.spans.push(span);
  }

  handedOver(handOver: HandOver): void {
    this.handOvers.push(handOver);
  }

  request(step: RequestStep): void {
    this.steps.push(step);
  }
}
