import { suite } from 'uvu';
import { equal, is, ok, throws } from 'uvu/assert';
import type { Backend } from '../../src/backends/backend.ts';
import { backends } from '../../src/backends/index.ts';
import { parseSystem, systems } from '../../src/experiment/systems.ts';
import { hypervisors } from '../../src/hypervisors/index.ts';
import { everySystem } from '../laws/every-system.ts';

const test = suite('experiment/systems');

test('static-partition and xen take all seven backends, nvhe and vhe all but el2, bare-metal passthrough and null', () => {
  const all = ['trap-and-emulate', 'el2', 'user-thread', 'vhost', 'sidecore', 'passthrough', 'null'];
  const on = (hypervisor: string): string[] => Object.values(systems).filter((system) => system.hypervisor === hypervisor).map(({ backend }) => backend);
  equal(on('static-partition'), all);
  equal(on('xen'), all);
  equal(on('nvhe'), all.filter((backend) => backend !== 'el2'));
  equal(on('vhe'), all.filter((backend) => backend !== 'el2'));
  equal(on('bare-metal'), ['passthrough', 'null']);
});

test('every name, with each option, is read back as the same system', () => {
  ok(everySystem.length > Object.keys(systems).length);
  is(new Set(everySystem).size, everySystem.length);
  for (const name of everySystem) {
    const system = parseSystem(name);
    is(system.name, name);
    equal(parseSystem(system.name), system);
  }
});

test('an option at its default says nothing: both ways of writing are one system', () => {
  for (const [name, system] of Object.entries(systems)) {
    equal(parseSystem(name), system);
    equal(parseSystem(`${name}[]`), system);
    for (const [option, value] of Object.entries(system.options)) equal(parseSystem(`${name}[${option}=${value}]`), system);
  }
});

test('every option of a system has a value, the default among those that it can have', () => {
  for (const { hypervisor, backend, options } of Object.values(systems)) {
    const { options: known }: Backend = backends[backend];
    equal(Object.keys(options), Object.keys(known(hypervisor)));
    for (const [option, { of, default: usual, says }] of Object.entries(known(hypervisor))) {
      is(options[option], usual(hypervisor));
      ok(of.length > 1 && new Set(of).size === of.length && of.includes(usual(hypervisor)) && says.length > 5, `${hypervisor}/${backend}: ${option}`);
    }
  }
});

test('the defaults of the design: an I/O thread under KVM, GICv3 for a device of the guest\'s own', () => {
  for (const kvm of ['nvhe', 'vhe']) {
    equal(systems[`${kvm}/user-thread`].options, { io: 'iothread' });
    equal(systems[`${kvm}/passthrough`].options, { irq: 'gicv3' });
  }
  equal(systems['static-partition/user-thread'].options, {});
});

test('each has a title of both parts, and a maturity', () => {
  for (const { title, maturity, hypervisor } of Object.values(systems)) {
    ok(title.includes(hypervisors[hypervisor].title), title);
    ok(['shipping', 'prototype', 'hypothetical'].includes(maturity));
  }
  equal(['static-partition/el2', 'static-partition/vhost', 'vhe/vhost', 'static-partition/user-thread'].map((name) => systems[name].maturity), ['hypothetical', 'hypothetical', 'shipping', 'shipping']);
});

test('an option that nobody has built makes the whole system hypothetical, and leaves the others alone', () => {
  const of = (name: string): string => parseSystem(name).maturity;
  for (const name of ['xen/passthrough', 'static-partition/passthrough']) equal([of(name), of(`${name}[irq=gicv3]`), of(`${name}[irq=gicv4]`)], ['shipping', 'shipping', 'hypothetical']);
  for (const name of ['vhe/passthrough', 'nvhe/passthrough']) equal([of(name), of(`${name}[irq=gicv4]`)], ['shipping', 'shipping']);
  is(of('static-partition/el2'), 'hypothetical');
});

test('every pair outside the list is refused with the reason and where it does exist', () => {
  let refused = 0;
  for (const hypervisor of Object.keys(hypervisors)) {
    for (const [id, backend] of Object.entries<Backend>(backends)) {
      const name = `${hypervisor}/${id}`;
      if (name in systems) continue;
      refused++;
      throws(() => parseSystem(name), (error: Error) => error.message === `no such system: ${name} (${backend.notElsewhere}; on: ${Object.keys(backend.on).join(', ')})`, name);
      ok(backend.notElsewhere.length > 10);
    }
  }
  is(refused, 7);
});

/** What is said about a name that is refused. */
function refusal(name: string): string {
  try {
    return `not refused: ${parseSystem(name).name}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

test('misspelt words are refused with what was meant', () => {
  is(refusal('vhe/vhots'), 'unknown backend: vhots (did you mean vhost?)');
  is(refusal('vhee/vhost'), 'unknown hypervisor: vhee (did you mean vhe?)');
  is(refusal('vhe/user-thread[oi=vcpu]'), 'vhe/user-thread: unknown option: oi (did you mean io?)');
  is(refusal('vhe/user-thread[io=vpcu]'), 'vhe/user-thread: unknown io: vpcu (did you mean vcpu?)');
  is(refusal('qqqqqqqq/vhost'), 'unknown hypervisor: qqqqqqqq (known: static-partition, xen, nvhe, vhe, bare-metal)');
});

test('an option or value that another system has is refused here', () => {
  ok(refusal('static-partition/user-thread[io=vcpu]').startsWith('static-partition/user-thread: unknown option: io'));
  ok(refusal('vhe/vhost[io=vcpu]').startsWith('vhe/vhost: unknown option: io'));
  ok(refusal('xen/trap-and-emulate[at=kernel]').startsWith('xen/trap-and-emulate: unknown at: kernel'));
  ok(refusal('vhe/trap-and-emulate[at=el2]').startsWith('vhe/trap-and-emulate: unknown at: el2'));
});

test('what is no name at all is refused with an example', () => {
  for (const text of ['', 'vhe', 'vhe/', '/vhost', 'vhe/vhost/x', 'vhe/vhost[', 'vhe/vhost]', 'vhe/vhost[a=b', 'vhe/vhost[a=b]x', 'vhe/vhost[[a=b]]', 'vhe/vhost\n', ' vhe/vhost', 'VHE/vhost']) {
    ok(/^(not a system|unknown (backend|hypervisor)): /.test(refusal(text)), `${JSON.stringify(text)}: ${refusal(text)}`);
  }
  is(refusal('vhe'), 'not a system: vhe (hypervisor/backend or hypervisor/backend[option=value], e.g. vhe/vhost)');
});

test('options that are no name=value, or stand there twice, are refused', () => {
  is(refusal('vhe/user-thread[io]'), 'not an option: io (name=value)');
  is(refusal('vhe/user-thread[io=vcpu=x]'), 'not an option: io=vcpu=x (name=value)');
  is(refusal('vhe/user-thread[io=vcpu,]'), 'not an option: "" (name=value)');
  is(refusal('vhe/user-thread[io=vcpu,io=vcpu]'), 'option given twice: io');
});

test('what every object inherits is no hypervisor, backend, option or value', () => {
  for (const word of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
    ok(refusal(`${word}/vhost`).startsWith(`unknown hypervisor: ${word} `), refusal(`${word}/vhost`));
    ok(refusal(`vhe/${word}`).startsWith(`unknown backend: ${word} `), refusal(`vhe/${word}`));
    ok(refusal(`vhe/user-thread[${word}=vcpu]`).startsWith(`vhe/user-thread: unknown option: ${word} `), refusal(`vhe/user-thread[${word}=vcpu]`));
    ok(refusal(`vhe/user-thread[io=${word}]`).startsWith(`vhe/user-thread: unknown io: ${word} `), refusal(`vhe/user-thread[io=${word}]`));
  }
});

test('nothing of a hostile name reaches a terminal, and the sentence is one short line', () => {
  for (const text of ['vhe/\u001b[31mvhost', `vhe/${'x'.repeat(5000)}`, 'vhe/a\nb', `vhe/user-thread[io=${'y'.repeat(5000)}]`, 'vhe/user-thread[\u202e=1]', `${'['.repeat(5000)}`]) {
    const says = refusal(text);
    ok(!/[\u0000-\u001f\u202e]/.test(says) && says.length < 300, JSON.stringify(says));
  }
});

test.run();
