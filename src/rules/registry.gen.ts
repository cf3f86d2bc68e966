// Made by `npm run gen`; do not edit.
// biome-ignore-all format: generated
import r0 from './classify/industry.js';
import r1 from './classify/need-type.js';
import r2 from './classify/size.js';
import r3 from './classify/stage.js';
import r4 from './classify/value.js';
import r5 from './dormant/candidate.js';
import r6 from './dormant/silent.js';
import r7 from './number/format.js';
import r8 from './number/industry.js';
import r9 from './number/letter-two-industries.js';
import r10 from './number/missing.js';
import r11 from './number/region.js';
import r12 from './number/value.js';
import type { Rule } from './rule.js';
import r13 from './validate/address.js';
import r14 from './validate/amount.js';
import r15 from './validate/code.js';
import r16 from './validate/company-name.js';
import r17 from './validate/consent.js';
import r18 from './validate/contract-conflict.js';
import r19 from './validate/credit-code.js';
import r20 from './validate/date.js';
import r21 from './validate/email.js';
import r22 from './validate/fabricated.js';
import r23 from './validate/flag.js';
import r24 from './validate/industry.js';
import r25 from './validate/late-filing.js';
import r26 from './validate/masked.js';
import r27 from './validate/mojibake.js';
import r28 from './validate/owner.js';
import r29 from './validate/person-name.js';
import r30 from './validate/phone.js';
import r31 from './validate/remark.js';
import r32 from './validate/required.js';
import r33 from './validate/same-credit-code.js';
import r34 from './validate/same-name.js';
import r35 from './validate/same-phone.js';
import r36 from './validate/score.js';
import r37 from './validate/size.js';

/** Every rule, by the order of its id. */
export const rules: readonly Rule[] = [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13, r14, r15, r16, r17, r18, r19, r20, r21, r22, r23, r24, r25, r26, r27, r28, r29, r30, r31, r32, r33, r34, r35, r36, r37];
