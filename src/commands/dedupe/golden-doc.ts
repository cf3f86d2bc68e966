import type { Golden } from '../../match/golden.js';
import type { CustomerRecord } from '../../model/customer.js';
import { fieldOf } from '../../model/fields.js';
import { type Lang, say, type Text } from '../../model/text.js';
import type { Block } from '../../output/document.js';
import { shown } from '../masked.js';
import { callOf, onOneLine } from '../shared.js';

const words = {
  golden: { zh: '{customer}(归并 {members})', en: '{customer}, with {members} merged into it' },
  field: { zh: '字段', en: 'field' },
  value: { zh: '值', en: 'value' },
  from: { zh: '取自', en: 'from' },
  why: { zh: '依据', en: 'because' },
  all: { zh: '各成员', en: 'all' },
} as const satisfies Record<string, Text>;

/** Why a value was chosen, in words. */
const whyNames: Readonly<Record<Golden['fields'][number]['why'], Text>> = {
  agreed: { zh: '各成员一致', en: 'they agree' },
  complete: { zh: '最完整', en: 'the most complete' },
  earliest: { zh: '最早', en: 'the earliest' },
  latest: { zh: '最近', en: 'the latest' },
  listed: { zh: '全部保留', en: 'all are kept' },
  majority: { zh: '多数', en: 'most say so' },
  none: { zh: '', en: '' },
  only: { zh: '只有它有值', en: 'the only one' },
  own: { zh: '保留自己的', en: 'its own is kept' },
  recent: { zh: '最新', en: 'the most recent' },
  source: { zh: '来源优先', en: 'the better source' },
  strictest: { zh: '从严', en: 'the strictest stands' },
  verified: { zh: '已核实', en: 'verified' },
};

/** A golden record as items: who says what, masked where it is personal. */
export function goldenItem(golden: Golden, records: readonly CustomerRecord[], reveal: boolean) {
  const calls = new Map(records.map((record) => [record.id, callOf(record)]));
  return {
    customer: calls.get(golden.id) as string,
    members: records.slice(1).map(callOf),
    fields: golden.fields.map(({ conflict, field, from, value, why }) => ({
      field,
      value: shown(field, value, reveal),
      from: from === null ? null : (calls.get(from) as string),
      why,
      conflict,
      changed: field in golden.set,
    })),
  };
}

/** The golden record field by field, with whose value stands and why; fields in which the members differ are marked. */
export function goldenTable(golden: Golden, records: readonly CustomerRecord[], lang: Lang, reveal: boolean): Block {
  const { customer, fields, members } = goldenItem(golden, records, reveal);
  return {
    kind: 'table',
    caption: say(words.golden, lang, { customer, members }),
    columns: (['field', 'value', 'from', 'why'] as const).map((key) => ({
      key,
      label: say(words[key], lang),
      align: 'left',
      wrap: key === 'value',
    })),
    rows: fields.map(({ conflict, field, from, value, why }) => {
      const text = onOneLine(value ?? '');
      return [
        say(fieldOf(field).name, lang),
        conflict ? { text, tone: 'warn' as const } : text,
        from ?? say(words.all, lang),
        say(whyNames[why], lang),
      ];
    }),
  };
}
