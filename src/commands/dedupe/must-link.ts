import { pairCommand } from './decide-pairs.js';

export default pairCommand('must-link', {
  summary: {
    zh: '定为同一客户:下次自动归并时并在一起',
    en: 'Decide that customers are one: the next automatic merge puts them together.',
  },
  examples: [
    'steward dedupe must-link SH2024001 SH2024017 --yes',
    'steward dedupe must-link SH2024001 SH2024017 --forget --yes',
  ],
});
