/** The rules at the door of an import: those that decide run here, all others in a thread of their own where the file is large. */
import { Worker } from 'node:worker_threads';
import { evaluation } from '../../engine/evaluate.js';
import { workerUrl } from '../../files/worker-url.js';
import { gateRules, type JudgedRow, type RowJudge, recordOf } from '../../intake/door.js';
import type { CustomerRecord } from '../../model/customer.js';
import type { FieldKey } from '../../model/fields.js';
import type { Finding, RuleId } from '../../model/finding.js';
import type { Given } from '../../model/given.js';
import { rules } from '../../rules/registry.gen.js';
import { packRows } from './packed-rows.js';

/** Files up to this size are judged here: a thread's start would cost more than it gains. */
const IN_PROCESS = 1 << 20;

/** What the judging thread is given, before any rows. */
export interface JudgeRequest {
  readonly given: Given;
  readonly without: readonly RuleId[];
  readonly unfilled: readonly FieldKey[];
}

const none: readonly Finding[] = [];

/**
 * Makes the judge of single rows by the record rules that are, or are not, among some. That a required field is blank which no column of
 * the file fills (`unfilled`) is said once of the header, and not of every row.
 */
export function rowRules(
  given: Given,
  unfilled: readonly FieldKey[],
  chosen: (rule: RuleId) => boolean,
): (record: CustomerRecord) => readonly Finding[] {
  const records = rules.filter((rule) => rule.kind === 'record' && chosen(rule.id));
  const ofHeader = new Set(unfilled);
  let found: Finding[] = [];
  const work = evaluation(records, given, (finding) => {
    const { rule, field } = finding;
    if (rule !== 'validate/required' || field === undefined || !ofHeader.has(field)) found.push(finding);
  });
  return (record) => {
    work.see(record);
    if (found.length === 0) return none;
    const findings = found;
    found = [];
    return findings;
  };
}

/** The judge for a file of so many bytes, and the required fields that no column of it fills. */
export function rowJudge(given: Given, bytes: number, unfilled: readonly FieldKey[] = []): RowJudge {
  const gates = gateRules(given);
  const by = (chosen: (rule: RuleId) => boolean) => {
    const judge = rowRules(given, unfilled, chosen);
    return (row: JudgedRow) => judge(recordOf(row, given));
  };
  const gate = gates.size === 0 ? () => none : by((rule) => gates.has(rule));
  if (bytes > IN_PROCESS) return { gate, ...threadJudge({ given, without: [...gates], unfilled }) };
  const others = by((rule) => !gates.has(rule));
  return {
    gate,
    judge: (rows) => Promise.resolve(rows.map(others)),
    close: () => Promise.resolve(),
  };
}

function threadJudge(request: JudgeRequest): Pick<RowJudge, 'close' | 'judge'> {
  const worker = new Worker(workerUrl('./judge-worker.js', import.meta.url), {
    workerData: request,
    execArgv: [],
    // It keeps no rows: without a limit its heap would grow before anything is collected.
    resourceLimits: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 },
  });
  type Waiting = {
    readonly resolve: (found: readonly (readonly Finding[])[]) => void;
    readonly reject: (e: Error) => void;
  };
  const waiting: Waiting[] = [];
  const fail = (error: Error): void => {
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  worker.on('message', (answer: string) => waiting.shift()?.resolve(JSON.parse(answer)));
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new Error(`judging thread ended with ${code}`)));
  return {
    judge: (rows) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        const packed = packRows(rows);
        worker.postMessage(packed, [packed.values.buffer, packed.rows.buffer]);
      }),
    close: async () => {
      await worker.terminate();
    },
  };
}
