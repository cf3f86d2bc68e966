import type { CustomerId } from '../../model/customer.js';
import { industryOf } from '../classify/industry-of.js';
import { summaryRule } from '../rule.js';
import { industryByCode } from '../text/industry.js';
import { parseNumber } from './schemes.js';

/** Customers named for each section; the counts are whole. */
const SUBJECTS = 10;

/** Customers of one section under one letter: how many, and the lowest ids, whatever the order in which they come. */
interface Members {
  count: number;
  readonly ids: CustomerId[];
}

function take(members: Members, id: CustomerId): void {
  members.count++;
  const { ids } = members;
  if (ids.length === SUBJECTS && id > (ids[SUBJECTS - 1] as number)) return;
  let at = ids.length;
  while (at > 0 && (ids[at - 1] as number) > id) at--;
  ids.splice(at, 0, id);
  if (ids.length > SUBJECTS) ids.pop();
}

const byCodeUnits = (a: readonly [string, unknown], b: readonly [string, unknown]): number => (a[0] < b[0] ? -1 : 1);

/** One letter of the numbers stands for one section of industry; one finding for each letter that stands for several (S4-28). */
export default summaryRule({
  id: 'number/letter-two-industries',
  severity: 'warning',
  family: 'conformity',
  dimension: 'accuracy',
  field: 'customer_no',
  clauses: ['S4-28', 'S4-15', 'C04'],
  title: { zh: '同一行业代码用于不同行业', en: 'One industry letter for several industries' },
  why: {
    zh: '004 样表的 M 既用于 IT服务业 又用于 零售业;一个代码对应几个门类时,编号不再能说明行业',
    en: 'the sample table of 004 has M for IT services and for retail; a letter with several meanings tells no industry',
  },
  mend: {
    zh: '确定每个字母对应的门类,核对列出的客户;已签发的编号不改',
    en: 'settle what each letter stands for and check the customers named; issued numbers are not changed',
  },
  messages: {
    several: {
      zh: '代码 {letter} 用于 {count} 个门类:{sections}',
      en: 'the letter {letter} is used for {count} sections: {sections}',
    },
  },
  start: ({ policy }) => {
    const letters = new Map<string, Map<string, Members>>();
    return {
      see(record) {
        if (record.customer_no === null) return;
        const number = parseNumber(record.customer_no, policy);
        if (number?.scheme !== 'industry-value-year-serial') return;
        const industry = industryOf(record);
        if (!industry) return;
        let sections = letters.get(number.industry);
        if (!sections) {
          sections = new Map();
          letters.set(number.industry, sections);
        }
        let members = sections.get(industry.section);
        if (!members) {
          members = { count: 0, ids: [] };
          sections.set(industry.section, members);
        }
        take(members, record.id);
      },
      end(report) {
        for (const [letter, sections] of [...letters].sort(byCodeUnits)) {
          if (sections.size < 2) continue;
          const sorted = [...sections].sort(byCodeUnits);
          const subjects = sorted.flatMap(([, { ids }]) => ids).sort((a, b) => a - b);
          report('several', subjects, {
            letter,
            count: sorted.length,
            sections: sorted.map(([section, { count }]) => `${section} ${industryByCode(section)?.name} × ${count}`),
          });
        }
      },
    };
  },
  examples: [
    {
      records: [
        { customer_no: 'M-H-2024-001', industry: 'IT服务业' },
        { customer_no: 'M-L-2024-002', industry: '零售业' },
        { customer_no: 'C-M-2023-005', industry: '制造业' },
      ],
      expect: ['several'],
    },
    {
      records: [
        { customer_no: 'C-H-2024-001', industry: '制造业' },
        { customer_no: 'C-H-2024-002', industry: '汽车制造业' },
      ],
      expect: [],
    },
    {
      records: [
        { customer_no: 'M-H-2024-001', industry: 'IT服务业' },
        { customer_no: 'M-L-2024-002', industry: '机械设备' },
      ],
      expect: [],
    },
    {
      records: [
        { customer_no: 'C-H-2024-001', industry: '制造业' },
        { customer_no: 'C-H-2024-002', industry: '零售业' },
        { customer_no: 'F-H-2024-003', industry: '零售业' },
        { customer_no: 'F-H-2024-004', industry: '建筑业' },
      ],
      expect: ['several', 'several'],
    },
  ],
});
