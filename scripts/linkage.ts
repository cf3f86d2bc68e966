/** Makes customer rows with known duplicates: `tsx scripts/linkage.ts --rows N [--seed S] --out FILE`; column 实体 is the truth. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Linkage } from './fixture/linkage.js';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
});
if (values.out === undefined) throw new Error('--out FILE');
const file = openSync(values.out, 'w');
writeSync(file, '客户编号,客户名称,统一社会信用代码,联系电话,邮箱,地址,cluster\n');
let block = '';
for (const row of new Linkage(Number(values.seed)).rows(Number(values.rows))) {
  const { address, creditCode, email, entity, id, name, phone } = row;
  block += `${id},${name},${creditCode},${phone},${email},${address},${entity}\n`;
  if (block.length < 1 << 16) continue;
  writeSync(file, block);
  block = '';
}
writeSync(file, block);
closeSync(file);
