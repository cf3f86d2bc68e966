import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CustomerRecord } from '../../src/model/customer.js';
import { RecentRecords, recentTexts } from '../../src/model/recent.js';
import { record } from '../support/records.js';

it('reads a text anew only when another one has taken its place', () => {
  let reads = 0;
  const upper = recentTexts((text) => {
    reads++;
    return text.toUpperCase();
  });
  expect(['ab', 'ab', 'cd', 'ab'].map(upper)).toEqual(['AB', 'AB', 'CD', 'AB']);
  expect(reads).toBe(2);
});

it('whatever the order, a text is read as it is by itself', () => {
  const upper = recentTexts((text) => text.toUpperCase());
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 40 }), { maxLength: 600 }), (texts) => {
      expect(texts.map(upper)).toEqual(texts.map((text) => text.toUpperCase()));
    }),
  );
});

it('keeps what was made of many records, and makes it anew of another one of the same id', () => {
  let made = 0;
  const names = new RecentRecords((one) => {
    made++;
    return one.name;
  });
  const many = Array.from({ length: 200 }, (_, i) => record({ name: `客户${i}` }, i + 1));
  for (const turn of [1, 2]) for (const one of many) expect([turn, names.of(one)]).toEqual([turn, one.name]);
  expect(made).toBe(200);
  expect(names.of({ ...(many[0] as CustomerRecord), name: '甲' })).toBe('甲');
  expect(names.of(many[0] as CustomerRecord)).toBe('客户0');
  expect(names.of({ ...record({ name: '无号' }) })).toBe('无号');
});

it('hands over what is replaced, to be used again, and takes what was made elsewhere', () => {
  const lists = new RecentRecords<string[]>((one, replaced = []) => {
    replaced[0] = one.name ?? '';
    return replaced;
  });
  const [first, second] = [record({ name: '甲' }, 1), record({ name: '乙' }, 257)];
  const list = lists.of(first);
  expect(lists.of(second)).toBe(list);
  expect(lists.of(first)).toEqual(['甲']);
  lists.set(first, ['丙']);
  expect(lists.of(first)).toEqual(['丙']);
});
