import { expect, it } from 'vitest';
import type { Asker } from '../../src/commands/command.js';
import { askColumns } from '../../src/commands/import/ask-columns.js';
import { mapHeader } from '../../src/intake/headers.js';
import { defaultPolicy } from '../../src/policy/default.js';

const header = ['Account', 'Mobile No.', 'Lead Date', 'Interest'];
const rows = [
  ['武汉楚航新材料有限公司', '13871204936', '2026-04-03', '耐高温涂层'],
  ['长沙湘禾农业科技有限公司', '15874062913', '2026-04-11', '滴灌设备'],
  ['南昌赣源包装有限公司', '13979185204', '2026-04-25', '可降解包装'],
];

/** Answers given beforehand, and what was asked. */
function answering(...answers: readonly string[]) {
  const asked: { question: string; labels: string[] }[] = [];
  const ask: Asker = {
    agree: () => Promise.resolve(false),
    press: () => Promise.reject(new Error('no keys here')),
    secret: () => Promise.reject(new Error('no secrets here')),
    choose: (question, choices) => {
      asked.push({ question, labels: choices.map(({ label, about }) => (about ? `${label} ${about}` : label)) });
      return Promise.resolve(answers[asked.length - 1] ?? 'extra');
    },
  };
  return { ask, asked };
}

const how = { lang: 'en', policy: defaultPolicy, reveal: false } as const;
const file = { mapping: mapHeader(header, defaultPolicy), rows, given: new Set<string>() };

it('the customer name is asked for first, the likely column at the top, personal values masked', async () => {
  const { ask, asked } = answering('Account', 'phone', 'first_contact_at');
  const answers = await askColumns(file, ask, how);
  expect(asked[0]?.question).toBe('Which column is "Customer name"?');
  expect(asked[0]?.labels[0]).toMatch(/^Account 武汉楚航/);
  expect(asked[0]?.labels.at(-1)).toBe('none of them');
  expect(asked[1]?.question).toContain('138****4936');
  expect(asked[1]?.question).not.toContain('13871204936');
  expect([...answers]).toEqual([
    ['Account', 'name'],
    ['Mobile No.', 'phone'],
    ['Lead Date', 'first_contact_at'],
  ]);
});

it('another field can be chosen of all that are left; with no name nothing else is asked', async () => {
  const { ask, asked } = answering('Account', '', 'phone_other');
  expect((await askColumns(file, ask, how)).get('Mobile No.')).toBe('phone_other');
  expect(asked[2]?.labels).not.toContain('Customer name name');
  const none = answering('');
  expect((await askColumns(file, none.ask, how)).size).toBe(0);
  expect(none.asked).toHaveLength(1);
});

it('what the header says surely is not asked about', async () => {
  const { ask, asked } = answering();
  const mapping = mapHeader(['客户名称', '电话', '星座'], defaultPolicy);
  await askColumns({ mapping, rows: [['甲公司', '13871204936', '狮子座']], given: new Set() }, ask, how);
  expect(asked).toEqual([]);
});
