import { type Label, labelRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { parseHeadcount } from '../text/quantity.js';
import { fold } from '../text/unicode.js';
import { bandFinder } from './bands.js';

const ABOVE = { zh: '达到 {above} 人即为“{up}”', en: '{above} employees or more make it "{up}"' };
const UNDER = { zh: '少于 {under} 人即为“{down}”', en: 'fewer than {under} make it "{down}"' };

/** Distinct texts kept; most ledgers have a handful. */
const KEPT = 4096;

type MessageId = 'blank' | 'count' | 'named' | 'range' | 'straddles' | 'unreadable';

/** Label: the size band by number of employees; 50 and 200 are each in exactly one band (S4-05, C16). */
export default labelRule({
  id: 'classify/size',
  labels: 'size',
  field: null,
  clauses: ['S4-05', 'C16'],
  title: { zh: '按人数建议企业规模档位', en: 'Size band by number of employees' },
  why: {
    zh: '004:36 的档位“50人以下/50-200人/200人以上”在 50 和 200 处重叠,按半开区间各归一档',
    en: 'the bands of 004:36 overlap at 50 and 200; as half-open intervals each number is in one',
  },
  knobs: ['sizeBands'],
  mend: { zh: '填写人数,或填写档位的名称', en: 'give the number of employees, or the name of a band' },
  messages: {
    count: {
      zh: '{count} 人,属于"{band}"',
      en: '{count} employees are in "{band}"',
      change: [
        {
          zh: '达到 {above} 人即为“{up}”,还差 {short} 人',
          en: '{above} employees or more make it "{up}"; {short} short',
        },
        {
          zh: '少于 {under} 人即为“{down}”,现多出 {spare} 人',
          en: 'fewer than {under} make it "{down}"; {spare} above that now',
        },
      ],
    },
    named: { zh: '"{value}"即档位"{band}"', en: '"{value}" is the band "{band}"', change: [ABOVE, UNDER] },
    range: { zh: '"{value}"整个落在"{band}"内', en: '"{value}" lies wholly in "{band}"', change: [ABOVE, UNDER] },
    straddles: { zh: '"{value}"跨越一个以上档位', en: '"{value}" reaches over more than one band' },
    blank: { zh: '没有填写企业规模', en: 'no size is given' },
    unreadable: { zh: '"{value}"读不出人数', en: '"{value}" is no readable number of employees' },
  },
  reads: () => ['size'],
  label: ({ policy }) => {
    const { bands } = policy.sizeBands;
    const answer = answerReader(policy);
    const find = bandFinder(bands, Number);
    const byWord = new Map(bands.map((band) => [fold(band.value), band]));
    const read = bands.map((band) => ({ band, count: parseHeadcount(band.value) }));
    const known = new Map<string, Label<MessageId>>();
    return ({ size }) => {
      if (size === null) return { value: null, messageId: 'blank', data: { value: size } };
      let label = known.get(size);
      if (label === undefined) {
        label = labelOf(size);
        if (known.size < KEPT) known.set(size, label);
      }
      return label;
    };

    function labelOf(size: string): Label<MessageId> {
      const word = byWord.get(fold(size));
      if (word) return { value: word.code, messageId: 'named', data: { value: size, band: word.value } };
      const count = parseHeadcount(size);
      if (!count.ok) {
        if (count.problem === 'empty' || count.problem === 'unknown' || answer(size) !== 'given')
          return { value: null, messageId: 'blank', data: { value: size } };
        return { value: null, messageId: 'unreadable', data: { value: size, problem: count.problem } };
      }
      const { min, max, exact } = count;
      // 50~200 and 50名以下 are the bands' own names in another spelling, whichever ends they include.
      const named = exact
        ? undefined
        : read.find(({ count: own }) => own.ok && !own.exact && own.min === min && own.max === max);
      if (named) return { value: named.band.code, messageId: 'named', data: { value: size, band: named.band.value } };
      const placed = min === max ? find.at(min) : find.across(min, max);
      if (typeof placed === 'string') return { value: null, messageId: 'straddles', data: { value: size } };
      const { code, value: band } = placed.band;
      return min === max
        ? { value: code, messageId: 'count', data: { value: size, count: min, band } }
        : { value: code, messageId: 'range', data: { value: size, band } };
    }
  },
  detail: ({ policy }) => {
    const bands = bandFinder(policy.sizeBands.bands, Number);
    return (_, { value, data }) => {
      const { above, below } = bands.next(value ?? '');
      const count = data.count as number | undefined;
      return {
        ...(above && { up: above.band.value, above: above.from }),
        ...(above && count !== undefined && { short: above.from - count }),
        ...(below && { down: below.band.value, under: below.end }),
        ...(below && count !== undefined && { spare: count - below.end }),
      };
    };
  },
  examples: [
    { record: { size: '49' }, expect: ['S', 'count'] },
    { record: { size: '50' }, expect: ['M', 'count'] },
    { record: { size: '51人' }, expect: ['M', 'count'] },
    { record: { size: '199' }, expect: ['M', 'count'] },
    { record: { size: '200' }, expect: ['L', 'count'] },
    { record: { size: '201' }, expect: ['L', 'count'] },
    { record: { size: '50-200人' }, expect: ['M', 'named'] },
    { record: { size: '５０~２００' }, expect: ['M', 'named'] },
    { record: { size: '50人以下' }, expect: ['S', 'named'] },
    { record: { size: '200人以上' }, expect: ['L', 'named'] },
    { record: { size: '10-20人' }, expect: ['S', 'range'] },
    { record: { size: '20-99人' }, expect: [null, 'straddles'] },
    { record: { size: '约100人' }, expect: ['M', 'count'] },
    { record: { size: '客户未提供' }, expect: [null, 'blank'] },
    { record: { size: '大型' }, expect: [null, 'unreadable'] },
  ],
});
