import { pairCommand } from './decide-pairs.js';

export default pairCommand('keep-apart', {
  summary: {
    zh: '定为不同客户:以后不再归并,也不再提示',
    en: 'Decide that customers are different: never merged, never asked for again.',
  },
  examples: [
    'steward dedupe keep-apart SH2024001 SH2024017 --yes',
    'steward dedupe keep-apart SH2024001 SH2024017 --forget --yes',
  ],
});
