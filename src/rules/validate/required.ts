import type { CustomerRecord } from '../../model/customer.js';
import { type FieldKey, fieldKeys } from '../../model/fields.js';
import type { Policy } from '../../model/policy.js';
import { recordRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { maskedReason } from '../text/masked.js';
import { partyKind } from '../text/party.js';
import { type Place, placesOf, valuesOf } from '../values.js';

/** Fields of which one must be filled, and the profiles that ask for it. */
interface Requirement {
  readonly keys: readonly [FieldKey, ...FieldKey[]];
  readonly profiles: string[];
  /** Never asked of a person (S3-01). */
  readonly exempt: boolean;
}

/** Masked, they reach nobody and count as missing (S4-32). */
const CHANNELS: ReadonlySet<FieldKey> = new Set<FieldKey>(['phone', 'phone_other', 'email']);
const isChannel = (key: FieldKey): boolean => CHANNELS.has(key);
const CHANNEL_PLACES: ReadonlySet<number> = new Set(placesOf([...CHANNELS]).map(({ at }) => at));

const FILL = {
  zh: '填写“{field}”;客户不愿提供的,写“客户未提供”',
  en: 'fill "{field}", or write 客户未提供 where the customer will not tell',
};

/** The requirements of the active profiles together (C06), in the order of the fields; a choice that a single required field settles is left out. */
function requirements({ profiles }: Policy): readonly Requirement[] {
  const byKeys = new Map<string, Requirement>();
  for (const id of profiles.active) {
    for (const need of profiles.list[id]?.required ?? []) {
      const keys = (Array.isArray(need) ? need : [need]) as [FieldKey, ...FieldKey[]];
      const known = byKeys.get(keys.join());
      if (known) known.profiles.push(id);
      else {
        const exempt = keys.every((key) => profiles.personExempt.includes(key));
        byKeys.set(keys.join(), { keys, profiles: [id], exempt });
      }
    }
  }
  const settled = ({ keys }: Requirement) => keys.length > 1 && keys.some((key) => byKeys.has(key));
  const place = ({ keys }: Requirement) => fieldKeys.indexOf(keys[0]);
  return [...byKeys.values()].filter((r) => !settled(r)).sort((a, b) => place(a) - place(b));
}

export default recordRule({
  id: 'validate/required',
  clauses: ['S0-07', 'S1-07', 'S2-04', 'S3-06', 'S4-03', 'S4-34', 'C06', 'C20'],
  title: { zh: '必填项齐全', en: 'Required fields are filled' },
  why: {
    zh: '五本手册各有必填项,由策略中启用的必填方案合并而成;“无”“待补充”之类占位词等于没填,打码的电话和邮箱联系不到人。',
    en: 'Each handbook has its required fields; the active profiles of the policy put them together. Fillers such as 无 or N/A say nothing, and a masked phone or e-mail reaches nobody.',
  },
  knobs: ['profiles.active', 'withheld'],
  mend: {
    zh: '向客户或负责人补齐;客户不愿提供的,填“客户未提供”,不要编造。',
    en: 'Ask the customer or the owner. Where the customer will not tell, write 客户未提供; never invent a value.',
  },
  severity: 'error',
  family: 'completeness',
  dimension: 'completeness',
  messages: {
    missing: {
      zh: '必填项为空(要求它的方案:{profiles})',
      en: 'required by {profiles}, but blank',
      change: [FILL],
    },
    'missing-contact': {
      zh: '没有任何联系方式:电话和邮箱至少填一项(要求它的方案:{profiles})',
      en: 'no way to reach the customer: a phone or an e-mail is required by {profiles}',
      change: [{ zh: '填写电话或邮箱', en: 'fill "Phone" or "E-mail"' }],
    },
    placeholder: {
      zh: '“{value}”只是占位,等于没填(要求它的方案:{profiles})',
      en: '"{value}" only fills the cell; required by {profiles}, it counts as missing',
      change: [FILL],
    },
    'masked-contact': {
      zh: '“{value}”已打码,没有可用的联系方式(要求它的方案:{profiles})',
      en: '"{value}" is masked and there is no other way to reach the customer; required by {profiles}',
      change: [{ zh: '“{field}”换成完整的值', en: 'write "{field}" in full' }],
    },
    withheld: {
      severity: 'info',
      zh: '客户未提供(“{value}”),按“已询问、未提供”计(要求它的方案:{profiles})',
      en: 'the customer would not tell ("{value}"); required by {profiles}, counted as withheld, not as missing',
      change: [{ zh: '客户愿意提供后,填写“{field}”', en: 'fill "{field}" once the customer will tell' }],
    },
  },
  judge: ({ policy }) => {
    const answer = answerReader(policy);
    const isMasked = (at: number, value: string) => CHANNEL_PLACES.has(at) && maskedReason(value) !== null;
    const needs = requirements(policy).map(({ keys, profiles, exempt }) => ({
      places: placesOf(keys) as readonly [Place, ...Place[]],
      at: placesOf(keys).map(({ at }) => at),
      exempt,
      // Most findings are of blanks, and all say the same.
      data: { profiles },
      blank: keys.length > 1 && keys.every(isChannel) ? ('missing-contact' as const) : ('missing' as const),
    }));
    const someExempt = needs.some((need) => need.exempt);
    type Values = ReturnType<typeof valuesOf>;

    /** Whether one of the fields has a value that counts; null when all of them are blank. */
    const isFilled = (values: Values, places: readonly number[]): boolean | null => {
      let filled: boolean | null = null;
      for (let i = 0; i < places.length; i++) {
        const at = places[i] as number;
        const value = values[at];
        if (value === null || value === undefined) continue;
        if (answer(value) === 'given' && !isMasked(at, value)) return true;
        filled = false;
      }
      return filled;
    };

    /** What stands in place of a value, by what tells most: a refusal, a masked channel, a filler. */
    const unfilled = (record: CustomerRecord, places: readonly Place[]) => {
      const filled = places.flatMap((place) => {
        const value = record[place.field];
        return value === null ? [] : [{ place, field: place.field, value }];
      });
      const withheld = filled.find(({ value }) => answer(value) === 'withheld');
      if (withheld) return { messageId: 'withheld', ...withheld } as const;
      const masked = filled.find(({ place, value }) => answer(value) === 'given' && isMasked(place.at, value));
      if (masked) return { messageId: 'masked-contact', ...masked } as const;
      return { messageId: 'placeholder', ...(filled[0] as (typeof filled)[number]) } as const;
    };

    return (record, report) => {
      const values = valuesOf(record);
      const person = someExempt && partyKind(record, policy) === 'person';
      for (const { places, at, exempt, data, blank } of needs) {
        if (person && exempt) continue;
        const filled = isFilled(values, at);
        if (filled === null) report(blank, places[0].field, data);
        else if (!filled) {
          const { messageId, field, value } = unfilled(record, places);
          report(messageId, field, { value, ...data });
        }
      }
    };
  },
  examples: [
    {
      record: {
        name: '深圳市云帆科技有限公司',
        phone: '13800138001',
        address: '广东省深圳市南山区科技园路1号',
        need: '采购设备',
        first_contact_at: '2026-03-02',
        owner: '王敏',
      },
      profiles: ['P-000'],
      expect: [],
    },
    {
      record: { name: '深圳市云帆科技有限公司', address: '待补充', need: '采购设备', owner: '王敏' },
      profiles: ['P-000'],
      expect: ['placeholder', 'missing-contact', 'missing'],
    },
    {
      record: {
        name: 'A科技有限公司',
        industry: 'IT服务业',
        size: '客户未提供',
        contact_name: '张伟',
        contact_title: '总经理',
        phone: '0755-X/xxx',
        need: '需定制化开发方案',
        collected_at: '2024-03-15',
        source: '展会现场',
      },
      profiles: ['P-004'],
      expect: ['withheld'],
    },
    {
      record: {
        name: '张三',
        party_kind: '个人',
        phone: '138****8000',
        address: '上海市浦东新区世纪大道1号',
        need: '培训',
      },
      profiles: ['P-003'],
      expect: ['masked-contact'],
    },
    {
      record: { name: '李四', party_kind: '个人客户', phone: '暂无', email: 'lisi@163.com', address: '—' },
      profiles: ['P-002'],
      expect: ['placeholder'],
    },
  ],
});
