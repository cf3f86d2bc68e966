/** Registers that follow from the events alone: who read personal data, and what was destroyed. Whoever has the events can make them again. */
import { canonical, isObject, parsed } from './canonical.js';
import type { Link } from './chain.js';
import { holds, signedIn } from './signature.js';

/** A step of a saved plan, of the policy or of a key, as a line of the bundle has it. */
export interface Step {
  readonly seq: number;
  readonly ts: string;
  readonly actor: string;
  readonly role: string;
  readonly op: string;
  readonly plan: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The ops whose events are steps. */
export const stepOps: ReadonlySet<string> = new Set(['approve', 'key', 'policy', 'propose', 'reject']);

/** A step as a line. */
export const stepLine = ({ seq, ts, actor, role, op, plan, body }: Step): string =>
  canonical({ seq, ts, actor, role, op, plan, body });

/** The step that an event is; null where it is none. */
export function stepOf({ seq, ts, actor, role, op, body: text }: Link): Step | null {
  const body = parsed(text);
  if (!stepOps.has(op) || !isObject(body) || typeof body.plan !== 'string' || !isObject(body.body)) return null;
  return { seq, ts, actor, role, op, plan: body.plan, body: body.body };
}

/** One line of the access register (S2-26): when, who, through which command, of how many customers. */
export function accessLine({ seq, ts, actor, role, subject, body }: Link): string {
  const said = parsed(body);
  const { command = null, subjects = null, ids = null } = isObject(said) ? said : {};
  return canonical({ seq, ts, actor, role, command, subjects, customer: subject, ids });
}

/** Ids in ranges, in order; ranges that are none give nothing. */
function* idsIn(ranges: unknown): Generator<number> {
  if (!Array.isArray(ranges)) return;
  for (const range of ranges as unknown[]) {
    if (!Array.isArray(range)) continue;
    const [first, last] = range as unknown[];
    if (Number.isSafeInteger(first) && Number.isSafeInteger(last))
      for (let id = first as number; id <= (last as number); id += 1) yield id;
  }
}

/** Makes the register of destruction (销毁清册) from the events as they come by; what a run destroyed is told when the run is through. */
export class Destructions {
  readonly #steps: ReadonlyMap<string, readonly Step[]>;
  #waiting: Link[] = [];

  /** @param steps the steps of each saved plan, by its sha256 */
  constructor(steps: ReadonlyMap<string, readonly Step[]>) {
    this.#steps = steps;
  }

  /** The lines that are due with this event. */
  *see(event: Link): Generator<string> {
    if (event.op === 'erase') this.#waiting.push(event);
    if (event.op !== 'run' || this.#waiting.length === 0) return;
    const run = parsed(event.body);
    const plan = isObject(run) && typeof run.plan === 'string' ? run.plan : null;
    const erased = this.#waiting;
    this.#waiting = [];
    const steps = plan === null ? [] : (this.#steps.get(plan) ?? []);
    const agreed = agreement(steps.filter((step) => step.seq < event.seq));
    for (const { seq, ts, actor, role, body } of erased) {
      const said = parsed(body);
      const { run: by = null, code = null, until = null, fields = null, rows } = isObject(said) ? said : {};
      const { numbers, ...people } = agreed;
      for (const customer of idsIn(rows)) {
        const no = numbers.get(customer) ?? null;
        yield canonical({
          seq,
          ts,
          run: by,
          plan,
          customer,
          no,
          fields,
          code,
          until,
          ...people,
          operator: actor,
          role,
        });
      }
    }
  }
}

/** Who proposed a plan and who signed it, and the numbers of the customers that it names. */
function agreement(steps: readonly Step[]) {
  let proposer: string | null = null;
  let witness: string | null = null;
  const approvers: string[] = [];
  const numbers = new Map<number, string>();
  for (const { op, actor, body } of steps) {
    if (op === 'propose') {
      proposer = actor;
      for (const [customer, no] of Array.isArray(body.customers) ? (body.customers as [number, unknown][]) : [])
        if (typeof no === 'string') numbers.set(customer, no);
    }
    const signed = op === 'approve' ? signedIn(body) : null;
    if (signed === null || !holds(signed)) continue;
    if (signed.statement.purpose === 'purge-witness') witness = signed.person;
    else approvers.push(signed.person);
  }
  return { proposer, approvers, witness, numbers };
}
