import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../../src/policy/default.js';
import { isKept, mayMarket, sealed } from '../../../src/rules/dormant/sealed.js';
import type { ExampleRecord } from '../../../src/rules/rule.js';
import { record } from '../../support/records.js';

const seals = (fields: ExampleRecord) => sealed(defaultPolicy)(record(fields));
const markets = (fields: ExampleRecord) => mayMarket(defaultPolicy)(record(fields));

describe('what is sealed [S0-32, C09, L02]', () => {
  it.each([
    [{}, null],
    [{ lifecycle: '正常' }, null],
    [{ lifecycle: '休眠' }, 'dormant'],
    [{ lifecycle: '历史客户' }, null],
    [{ lifecycle: '历史客户', end_reason: '合同终止' }, null],
    [{ lifecycle: '历史客户', end_reason: '撤回授权' }, 'restricted'],
    [{ end_reason: 'purpose-achieved' }, 'restricted'],
  ] as const)('%j: %s', (fields, expected) => expect(seals(fields)).toBe(expected));

  it('name and ways to reach the customer are kept, nothing of money or need', () => {
    const kept = isKept(defaultPolicy);
    expect((['name', 'phone', 'email'] as const).map(kept)).toEqual([true, true, true]);
    expect((['need', 'receivable', 'address', 'remark'] as const).map(kept)).toEqual([false, false, false, false]);
  });
});

describe('active marketing [S0-33]', () => {
  it.each([
    [{}, true],
    [{ marketing: '是' }, true],
    [{ marketing: '—' }, true],
    [{ marketing: '否' }, false],
    [{ marketing: '×' }, false],
    [{ marketing: '客户说再想想' }, false],
    [{ marketing: '是', hold: '是' }, false],
    [{ marketing: '是', lifecycle: '休眠状态' }, false],
    [{ marketing: '是', lifecycle: '历史客户' }, false],
    [{ marketing: '是', lifecycle: '隔离' }, false],
    [{ marketing: '是', end_reason: '撤回同意' }, false],
  ] as const)('%j: %s', (fields, expected) => expect(markets(fields)).toBe(expected));

  it('has nobody who is not active, is held, or refused, whatever else is on file', () => {
    const fields = fc.record({
      lifecycle: fc.constantFrom('正常', '休眠', '休眠状态', '历史客户', '归档', '隔离', '剔除', 'dormant', null),
      hold: fc.constantFrom('是', '涉诉', '否', null),
      marketing: fc.oneof(fc.constantFrom('是', '否', '×', '0', null), fc.string()),
      end_reason: fc.constantFrom('撤回同意', '合同终止', null),
    });
    fc.assert(
      fc.property(fields, (one) => {
        if (!markets(one)) return;
        expect([null, '正常']).toContain(one.lifecycle);
        expect([null, '否']).toContain(one.hold);
        expect(['否', '×', '0']).not.toContain(one.marketing);
        expect(one.end_reason).not.toBe('撤回同意');
      }),
    );
  });
});
