/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { ParameterValue } from '../../../machine/parameter.ts';
import { valueAsRun } from '../../whatif/control.ts';
import type { Choice, Control } from '../../whatif/control.ts';
import { ladder, rungOf } from '../../whatif/ladder.ts';
import type { Overrides } from '../../whatif/overrides.ts';
import { quantityOf, quantityText } from '../../whatif/quantity-text.ts';

type NumberChoice = Extract<Choice, { readonly kind: 'number' }>;

/** One control on the page, with what it stands at. */
export interface Knob {
  readonly control: Control;
  readonly element: HTMLElement;
  readonly show: (value: ParameterValue) => void;
  readonly asRun: ParameterValue;
}

/** Brings a control to life; `set` is told every value on the way. */
export function knob(element: HTMLElement, control: Control, params: Readonly<Record<string, ParameterValue>>, set: (key: string, value: ParameterValue) => void): Knob {
  const asRun = valueAsRun(control, params);
  const show = control.choice.kind === 'number' ? numberKnob(element, control.choice, Number(asRun), (value) => set(control.key, value)) : wordKnob(element, control.choice.kind === 'flag', (value) => set(control.key, value));
  element.querySelector('[data-act="reset"]')?.addEventListener('click', () => {
    set(control.key, asRun);
    element.querySelector<HTMLElement>('input, select')?.focus();
  });
  let shown: ParameterValue = asRun;
  return {
    control, element, asRun,
    show: (value) => {
      // A hand that drags one of two hundred moves only that one.
      if (value === shown && !element.querySelector('[aria-invalid="true"]')) return;
      shown = value;
      show(value);
      mark(element, value !== asRun);
    },
  };
}

function mark(element: HTMLElement, changed: boolean): void {
  element.classList.toggle('changed', changed);
  element.querySelector('[data-act="reset"]')?.toggleAttribute('hidden', !changed);
}

function numberKnob(element: HTMLElement, choice: NumberChoice, asRun: number, set: (value: number) => void): (value: ParameterValue) => void {
  const slider = element.querySelector<HTMLInputElement>('input[type="range"]');
  const typed = element.querySelector<HTMLInputElement>('.typed');
  const rungs = ladder(choice, asRun);
  if (slider === null || typed === null) return () => {};
  slider.addEventListener('input', () => set(rungs[Number(slider.value)]));
  typed.addEventListener('change', () => {
    try {
      set(quantityOf(typed.value, choice));
      complain(element, typed, '');
    } catch (error) {
      complain(element, typed, error instanceof Error ? error.message : String(error));
    }
  });
  return (value) => {
    const text = quantityText(Number(value), choice.unit);
    // A value between two rungs, typed by hand, must not be moved to one.
    if (rungs[Number(slider.value)] !== value) slider.value = String(rungOf(rungs, Number(value)));
    slider.setAttribute('aria-valuetext', text);
    typed.value = text;
    complain(element, typed, '');
  };
}

function complain(element: HTMLElement, field: HTMLElement, sentence: string): void {
  const place = element.querySelector<HTMLElement>('.wrong');
  if (place === null) return;
  place.id = `${field.previousElementSibling?.id ?? ''}-wrong`;
  place.textContent = sentence;
  place.hidden = sentence === '';
  field.setAttribute('aria-invalid', String(sentence !== ''));
  if (sentence === '') field.removeAttribute('aria-describedby');
  else field.setAttribute('aria-describedby', place.id);
}

function wordKnob(element: HTMLElement, flag: boolean, set: (value: ParameterValue) => void): (value: ParameterValue) => void {
  const field = element.querySelector<HTMLInputElement | HTMLSelectElement>('input, select');
  const valueOf = (): ParameterValue => (field instanceof HTMLInputElement ? field.checked : field?.value ?? '');
  field?.addEventListener('change', () => set(valueOf()));
  return (value) => {
    if (field instanceof HTMLInputElement && flag) field.checked = value === true;
    else if (field !== null) field.value = String(value);
  };
}

/** Those of some overrides that a set of controls has, each of the right kind and within its range. */
export function allowed(controls: readonly Control[], overrides: Overrides): Overrides {
  return Object.fromEntries(Object.entries(overrides).filter(([key, value]) => {
    const choice = controls.find((control) => control.key === key)?.choice;
    if (choice === undefined) return false;
    if (choice.kind === 'flag') return typeof value === 'boolean';
    if (choice.kind === 'choice') return choice.of.includes(String(value));
    return typeof value === 'number' && value >= choice.min && value <= choice.max && (!choice.whole || Number.isSafeInteger(value));
  }));
}
