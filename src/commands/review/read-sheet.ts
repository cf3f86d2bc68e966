import { cellValue } from '../../files/formula.js';
import { openCsv } from '../../files/read-csv.js';
import { type HeldDecision, heldDecisions } from '../../intake/decide-held.js';
import { StewardError } from '../../model/errors.js';

/** Headings of a sheet's own columns; both sides of the collision stand behind them, for a person to see. */
export const sheetColumns = {
  held: 'steward_held',
  fingerprint: 'steward_fingerprint',
  decision: 'decision',
  message: 'steward_message',
  customer: 'steward_customer',
} as const;

/** One decision of a sheet. */
export interface SheetDecision {
  readonly held: number;
  readonly fingerprint: string;
  readonly decision: HeldDecision;
}

/** What people write for a decision. */
const decisionWords: ReadonlyMap<string, HeldDecision> = new Map<string, HeldDecision>([
  ...heldDecisions.map((word) => [word, word] as const),
  ['新建', 'create'],
  ['更新', 'update'],
  ['放弃', 'drop'],
]);

/**
 * Reads a filled-in sheet; rows without a decision are left out.
 *
 * @throws StewardError header-missing, decision-unreadable; what reading a file throws
 */
export async function readSheet(path: string): Promise<readonly SheetDecision[]> {
  const source = await openCsv(path, {
    headerScore: (cells) => Object.values(sheetColumns).filter((name) => cells.includes(name)).length,
  });
  try {
    const at = (name: string): number => {
      const column = source.header.indexOf(name);
      if (column < 0)
        throw new StewardError('header-missing', { path, field: name, headers: source.header, flag: 'review sheet' });
      return column;
    };
    const [heldAt, fingerprintAt, decisionAt] = [
      at(sheetColumns.held),
      at(sheetColumns.fingerprint),
      at(sheetColumns.decision),
    ];
    const found: SheetDecision[] = [];
    for await (const { rows, lines, faults } of source.batches()) {
      const fault = faults[0];
      if (fault) throw new StewardError('decision-unreadable', { path, line: fault.line, value: fault.raw });
      for (const [i, cells] of rows.entries()) {
        const word = cellValue(cells[decisionAt] ?? '');
        if (word === null) continue;
        const held = Number(cellValue(cells[heldAt] ?? ''));
        const decision = decisionWords.get(word.toLowerCase());
        if (decision === undefined || !Number.isSafeInteger(held) || held < 1)
          throw new StewardError('decision-unreadable', { path, line: lines[i] as number, value: word });
        found.push({ held, fingerprint: cellValue(cells[fingerprintAt] ?? '') ?? '', decision });
      }
    }
    return found;
  } finally {
    source.close();
  }
}
