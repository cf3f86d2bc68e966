import { recordRule } from '../rule.js';
import { findPersonalData, type PersonalDataKind } from '../text/personal-data.js';
import { placesOf, valuesOf } from '../values.js';

const FIELDS = placesOf(['remark', 'need', 'cooperation_history', 'feedback']);

const MESSAGE = {
  phone: 'phone',
  id: 'id',
  email: 'email',
  bankCard: 'card',
  rate: 'rate',
} as const satisfies Record<PersonalDataKind, string>;

export default recordRule({
  id: 'validate/remark',
  clauses: ['S4-39', 'S0-09', 'C04'],
  title: { zh: '备注里没有藏着的数据', en: 'Nothing is hidden in free text' },
  why: {
    zh: '写在备注里的电话、证件号和卡号不受脱敏和清除规则保护;写在备注里的满意度进不了统计。',
    en: 'Phone, identity and card numbers in a note escape masking and purging, and a rate in a note is never counted.',
  },
  mend: {
    zh: '移到对应的列;身份证号和银行卡号若无必要,删除。',
    en: 'Move it to its own column; delete identity and card numbers that are not needed.',
  },
  severity: 'warning',
  family: 'conformity',
  dimension: 'accuracy',
  messages: {
    phone: {
      zh: '文字中有 {count} 个电话号码,应移到电话列',
      en: 'the text holds phone numbers ({count}); they belong in their own column',
    },
    id: { zh: '文字中有 {count} 个身份证号', en: 'the text holds resident identity numbers ({count})' },
    email: {
      zh: '文字中有 {count} 个邮箱,应移到邮箱列',
      en: 'the text holds e-mail addresses ({count}); they belong in their own column',
    },
    card: { zh: '文字中有 {count} 个银行卡号', en: 'the text holds bank card numbers ({count})' },
    rate: {
      severity: 'info',
      zh: '文字中的“{fact}”是可统计的数据,应移到对应的列',
      en: 'the text holds the figure "{fact}", which belongs in a column of its own',
    },
  },
  judge: () => (record, report) => {
    const values = valuesOf(record);
    for (const { field, at } of FIELDS) {
      const text = values[at];
      if (text === null || text === undefined) continue;
      const found = findPersonalData(text);
      if (found.length === 0) continue;
      const counts = new Map<PersonalDataKind, number>();
      for (const { kind, start, end } of found) {
        if (kind === 'rate') report('rate', field, { fact: text.slice(start, end) });
        else counts.set(kind, (counts.get(kind) ?? 0) + 1);
      }
      for (const [kind, count] of counts) report(MESSAGE[kind], field, { count });
    }
  },
  examples: [
    { record: { remark: '需定制化开发方案', need: '采购设备 20 台,预算约 50 万' }, expect: [] },
    { record: { remark: '满意度95%' }, expect: ['rate'] },
    {
      record: { remark: '王经理 13826541937,备用 13926541938', feedback: '发到 wang@yunfan.com.cn' },
      expect: ['phone', 'email'],
    },
    { record: { cooperation_history: '续约率 80%,联系 0755-28780808' }, expect: ['rate', 'phone'] },
    { record: { remark: '身份证 110101199003070011,卡号 6222021234567890128' }, expect: ['id', 'card'] },
    { record: { remark: '订单号 20240315001,见合同 SH2024001' }, expect: [] },
  ],
});
