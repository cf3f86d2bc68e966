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

/** Every rule, by the order of its id. */
export const rules: readonly Rule[] = [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12];
