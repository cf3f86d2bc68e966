import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beginReplacement } from '../../src/files/atomic.js';
import { CsvFiles } from '../../src/files/csv-files.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'steward-csv-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Files of the folder that this process has open; the descriptor that lists them is gone when it is looked at. */
const openHere = (): number =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder);
    } catch {
      return false;
    }
  }).length;

describe('many CSV files side by side', () => {
  it('have a byte order mark, CRLF, neutralised formulas and kept figures, for this user alone', () => {
    const files = new CsvFiles();
    files.begin(join(folder, '王敏.csv'), ['客户编号', '客户名称']).add(['SH2024001', '=1+1,"甲"']);
    files.begin(join(folder, 'b.csv'), ['a']).add(['2024-03-15']);
    expect(readdirSync(folder).filter((name) => !name.startsWith('.'))).toEqual([]);
    files.commit();
    files.abort();
    expect(readFileSync(join(folder, '王敏.csv'), 'utf8')).toBe(
      '\ufeff客户编号,客户名称\r\nSH2024001,"\'=1+1,""甲"""\r\n',
    );
    expect(readFileSync(join(folder, 'b.csv'), 'utf8')).toBe('\ufeffa\r\n2024-03-15\t\r\n');
    expect(statSync(join(folder, 'b.csv')).mode & 0o777).toBe(0o600);
  });

  it('are never all open, and lose no row over it', () => {
    const files = new CsvFiles();
    const many = Array.from({ length: 150 }, (_, i) => files.begin(join(folder, `${i}.csv`), ['n']));
    for (let row = 0; row < 450; row++) for (const [i, file] of many.entries()) file.add([`r${i}-${row}`]);
    if (existsSync('/proc/self/fd')) {
      expect(openHere()).toBeLessThanOrEqual(64);
      expect(openHere()).toBeGreaterThan(0);
    }
    files.commit();
    expect(readdirSync(folder)).toHaveLength(150);
    for (const i of [0, 77, 149]) {
      const lines = readFileSync(join(folder, `${i}.csv`), 'utf8').split('\r\n');
      expect(lines).toHaveLength(452);
      expect(lines.slice(1, 451)).toEqual(Array.from({ length: 450 }, (_, row) => `r${i}-${row}`));
    }
  });

  it('leave nothing behind when they are taken back', () => {
    const files = new CsvFiles();
    for (let i = 0; i < 100; i++) files.begin(join(folder, `${i}.csv`), ['n']).add(['1']);
    files.abort();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('an atomic replacement rests and goes on where it was', () => {
    const replacement = beginReplacement(join(folder, 'x'));
    replacement.append(Buffer.from('one '));
    replacement.rest();
    replacement.rest();
    replacement.append(Buffer.from('two'));
    replacement.rest();
    expect(replacement.commit().bytes).toBe(7);
    expect(readFileSync(join(folder, 'x'), 'utf8')).toBe('one two');
  });
});
