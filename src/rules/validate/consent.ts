import { readDay } from '../calendar/read-day.js';
import { recordRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { partyKind } from '../text/party.js';

export default recordRule({
  id: 'validate/consent',
  clauses: ['S0-06', 'S2-08'],
  title: { zh: '先征得同意再采集', en: 'Consent comes before collection' },
  why: {
    zh: '000:16 要求告知目的并征得同意后方可采集。个人客户必须有同意日期;企业客户只在已登记同意信息时检查,没有这一列的台账不会逐行报。',
    en: '000:16 wants consent before anything is collected. A person must have a date of consent; a company is judged only where some consent is on file, so a ledger without such a column is not flagged row by row.',
  },
  mend: {
    zh: '补登同意日期、目的和凭证;没有取得同意的,停止使用并按流程删除。',
    en: 'File the date, purpose and evidence of consent; where there was none, stop using the data and have it deleted.',
  },
  severity: 'warning',
  family: 'completeness',
  dimension: 'completeness',
  messages: {
    missing: { zh: '个人客户没有同意采集的日期', en: 'a person is on file without a date of consent' },
    undated: { zh: '有同意目的或凭证,但没有同意日期', en: 'a purpose or evidence of consent is on file, but no date' },
    'after-collection': {
      severity: 'error',
      zh: '同意日期“{value}”晚于信息获取时间 {day}',
      en: 'consent was given on "{value}", after the data were collected on {day}',
    },
    'after-contact': {
      severity: 'error',
      zh: '同意日期“{value}”晚于首次接触时间 {day},而信息获取时间没有登记',
      en: 'consent was given on "{value}", after the first contact on {day}, and no day of collection is on file',
    },
  },
  judge: ({ policy }) => {
    const answer = answerReader(policy);
    const given = (value: string | null): boolean => value !== null && answer(value) === 'given';
    return (record, report) => {
      const { consent_at: value, consent_purpose, consent_evidence } = record;
      if (value === null || answer(value) !== 'given') {
        if (given(consent_purpose) || given(consent_evidence)) report('undated', 'consent_at');
        else if (record.name !== null && partyKind(record, policy) === 'person') report('missing', 'consent_at');
        return;
      }
      const consent = readDay(value);
      if (consent === null) return;
      const collected = readDay(record.collected_at);
      if (collected !== null) {
        if (consent > collected) report('after-collection', 'consent_at', { value, day: collected });
        return;
      }
      const day = readDay(record.first_contact_at);
      if (day !== null && consent > day) report('after-contact', 'consent_at', { value, day });
    };
  },
  examples: [
    { record: { name: '张三', consent_at: '2026-03-01', collected_at: '2026-03-01' }, expect: [] },
    { record: { name: '张三', party_kind: '个人客户' }, expect: ['missing'] },
    { record: { name: '深圳市云帆科技有限公司', contact_name: '张三' }, expect: [] },
    { record: { name: '深圳市云帆科技有限公司', consent_evidence: '授权书扫描件' }, expect: ['undated'] },
    { record: { name: '张三', consent_at: '2026-03-05', collected_at: '2026-03-01' }, expect: ['after-collection'] },
    { record: { name: '张三', consent_at: '2026-03-05', first_contact_at: '2026-03-01' }, expect: ['after-contact'] },
    {
      record: { name: '张三', consent_at: '2026-03-05', first_contact_at: '2026-03-01', collected_at: '2026-03-05' },
      expect: [],
    },
  ],
});
