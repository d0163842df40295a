import type { Backend, Front, Plan } from './backend.ts';
import type { RegisterAccess } from './registers.ts';
import { submitPaths } from './submit-path.ts';

/** Serves at no cost: what remains is the guest's own work and the lab's. */
export const nullBackend: Backend = {
  title: 'null: serves at no cost',
  says: 'every request is done at once and for nothing: measures the harness',
  on: { 'static-partition': 'hypothetical', xen: 'hypothetical', nvhe: 'hypothetical', vhe: 'hypothetical', 'bare-metal': 'hypothetical' },
  notElsewhere: 'it exists everywhere',
  options: () => ({}),
  build: (plan: Plan): readonly Front[] => {
    const { requests } = plan;
    const paths = submitPaths(plan, 'submit', []);
    return plan.queues.map(() => ({
      ...paths,
      hasRoom: () => true,
      publish: (request) => {
        requests.requesters[request].completed(request);
        return false;
      },
      *kick() {},
      spin: () => null,
    }));
  },
  controlPlane: ({ transport }: Plan) => ({ transport, load: nobody, store: nobody, pciConfig: nobody }),
};

/** Answers a register in no time. */
const nobody: RegisterAccess = { *access() {} };
