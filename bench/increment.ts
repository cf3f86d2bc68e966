/**
 * New records against old ones, in two processes as in life: `tsx bench/increment.ts learn FILE FOLDER` scans all rows but some and stores what a
 * ledger would keep; `tsx bench/increment.ts scan FILE FOLDER` compares those some with them, and prints what it cost without reading the rows.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cells, type NewRecord, scanNew } from '../src/match/increment.js';
import { inferKinds } from '../src/match/infer.js';
import { learnedOf, loadModel, storeModel } from '../src/match/learned.js';
import { type PlannedColumn, planColumns } from '../src/match/plan.js';
import { PackedPostings } from '../src/match/postings.js';
import { scan } from '../src/match/scan.js';
import { TableBuilder } from '../src/match/table.js';
import { defaultMatching } from '../src/model/matching.js';

/** Rows that are new: one here and there, as duplicates stand side by side in generated files. */
const NEW = 1000;

const [mode, file, folder] = process.argv.slice(2) as [string, string, string];
const bytes = readFileSync(file);
const starts = [0];
for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) starts.push(at + 1);
/** Generated files quote nothing. */
const line = (row: number): string[] => bytes.toString('utf8', starts[row], starts[row + 1]! - 1).split(',');
const rows = starts.length - 2;
const header = line(0);
const head = Array.from({ length: Math.min(1000, rows) }, (_, i) => line(i + 1));
const columns = [...planColumns(inferKinds(header, head)).columns].sort((a, b) => (a.name < b.name ? -1 : 1));
const cellsOf = (row: number): Cells => {
  const cells = line(row);
  return columns.map(({ at }: PlannedColumn) => cells[at] || null);
};
const step = Math.floor(rows / NEW);
const isNew = (row: number): boolean => row % step === 0;

function learn(): void {
  const builder = new TableBuilder(columns);
  const ids: number[] = [];
  for (let row = 1; row <= rows; row++) {
    if (isNew(row)) continue;
    builder.add(cellsOf(row), String(row));
    ids.push(row);
  }
  const found = scan(builder.finish(defaultMatching.sharedBy), defaultMatching);
  const learned = learnedOf(found);
  writeFileSync(join(folder, 'model.json'), JSON.stringify(storeModel(learned)));
  const { order } = found.table;
  const blobs = [...PackedPostings.of(found.table, learned, (r) => ids[order[r]!]!).blobs()];
  for (const { bytes: blob, key } of blobs) writeFileSync(join(folder, `postings-${key}`), blob);
  writeFileSync(join(folder, 'postings.json'), JSON.stringify(blobs.map(({ key }) => key)));
  const entities = new Int32Array(rows + 1);
  for (let r = 0; r < found.table.size; r++) entities[ids[order[r]!]!] = ids[order[found.clusters.of[r]!]!]!;
  writeFileSync(join(folder, 'entities'), new Uint8Array(entities.buffer));
}

function scanSome(): void {
  const entities = new Int32Array(readFileSync(join(folder, 'entities')).buffer.slice(0));
  const members = new Map<number, number[]>();
  for (let row = 1; row <= rows; row++) {
    if (isNew(row)) continue;
    const own = members.get(entities[row]!);
    if (own === undefined) members.set(entities[row]!, [row]);
    else own.push(row);
  }
  const keys = JSON.parse(readFileSync(join(folder, 'postings.json'), 'utf8')) as number[];
  const incoming: NewRecord[] = [];
  for (let row = step; row <= rows; row += step) incoming.push({ id: row, cells: cellsOf(row) });
  const begun = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  const learned = loadModel(JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')));
  const postings = PackedPostings.from(
    keys.map((key) => ({ key, bytes: readFileSync(join(folder, `postings-${key}`)) })),
  );
  const {
    compared,
    edges,
    entities: grown,
  } = scanNew(
    learned,
    {
      ids: (posting) => postings.ids(posting),
      cells: cellsOf,
      entity: (id) => entities[id]!,
      members: (entity) => members.get(entity)!,
      apart: () => false,
    },
    incoming,
    defaultMatching,
  );
  const { system, user } = process.cpuUsage(cpu);
  const wall = Number(process.hrtime.bigint() - begun) / 1e9;
  console.log(
    JSON.stringify({ wall, cpu: (system + user) / 1e6, compared, edges: edges.length, entities: grown.length }),
  );
}

if (mode === 'learn') learn();
else scanSome();
