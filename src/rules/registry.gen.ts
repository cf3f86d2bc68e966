// Made by `npm run gen`; do not edit.
// biome-ignore-all format: generated
import r0 from './classify/customer-type.js';
import r1 from './classify/grade.js';
import r2 from './classify/industry.js';
import r3 from './classify/industry-sub.js';
import r4 from './classify/need-type.js';
import r5 from './classify/need-urgency.js';
import r6 from './classify/size.js';
import r7 from './classify/stage.js';
import r8 from './classify/value.js';
import r9 from './dormant/candidate.js';
import r10 from './dormant/silent.js';
import r11 from './number/format.js';
import r12 from './number/industry.js';
import r13 from './number/letter-two-industries.js';
import r14 from './number/missing.js';
import r15 from './number/region.js';
import r16 from './number/value.js';
import r17 from './validate/address.js';
import r18 from './validate/amount.js';
import r19 from './validate/code.js';
import r20 from './validate/company-name.js';
import r21 from './validate/consent.js';
import r22 from './validate/contract-conflict.js';
import r23 from './validate/credit-code.js';
import r24 from './validate/date.js';
import r25 from './validate/email.js';
import r26 from './validate/fabricated.js';
import r27 from './validate/flag.js';
import r28 from './validate/industry.js';
import r29 from './validate/late-filing.js';
import r30 from './validate/masked.js';
import r31 from './validate/mojibake.js';
import r32 from './validate/owner.js';
import r33 from './validate/person-name.js';
import r34 from './validate/phone.js';
import r35 from './validate/remark.js';
import r36 from './validate/required.js';
import r37 from './validate/same-credit-code.js';
import r38 from './validate/same-name.js';
import r39 from './validate/same-phone.js';
import r40 from './validate/score.js';
import r41 from './validate/size.js';
import r42 from './validate/stale-potential.js';
import type { Rule } from './rule.js';

/** Every rule, by the order of its id. */
export const rules: readonly Rule[] = [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13, r14, r15, r16, r17, r18, r19, r20, r21, r22, r23, r24, r25, r26, r27, r28, r29, r30, r31, r32, r33, r34, r35, r36, r37, r38, r39, r40, r41, r42];
