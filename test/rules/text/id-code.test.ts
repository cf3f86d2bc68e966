import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type IdCodeProblem, type IdCodeType, parseIdCode } from '../../../src/rules/text/id-code.js';

/** Invented numbers, computed apart from the code under test. */
const VALID: readonly (readonly [string, IdCodeType, string, 'male' | 'female'])[] = [
  ['110108199003070016', 'resident', '1990-03-07', 'male'],
  ['440305198512314529', 'resident', '1985-12-31', 'female'],
  ['310115200002291235', 'resident', '2000-02-29', 'male'],
  ['510104194910010021', 'resident', '1949-10-01', 'female'],
  ['650101197806153335', 'resident', '1978-06-15', 'male'],
  ['540102199909090082', 'resident', '1999-09-09', 'female'],
  ['120113190001010011', 'resident', '1900-01-01', 'male'],
  ['46010520150630441X', 'resident', '2015-06-30', 'male'],
  ['46010520150630441x', 'resident', '2015-06-30', 'male'],
  ['710000196606063319', 'resident', '1966-06-06', 'male'],
  ['210203196904207714', 'resident', '1969-04-20', 'male'],
  ['810000199207070017', 'settled', '1992-07-07', 'male'],
  ['820000198808081130', 'settled', '1988-08-08', 'male'],
  ['830000197511112263', 'settled', '1975-11-11', 'female'],
  ['91115619880615771X', 'foreigner', '1988-06-15', 'male'],
  ['110108900307001', 'old', '1990-03-07', 'male'],
  ['440305851231452', 'old', '1985-12-31', 'female'],
  ['1101 0819 9003 0700 16', 'resident', '1990-03-07', 'male'],
  ['110108-19900307-0016', 'resident', '1990-03-07', 'male'],
  ['１１０１０８１９９００３０７００１６', 'resident', '1990-03-07', 'male'],
  [' 110108199003070016\ufeff', 'resident', '1990-03-07', 'male'],
];

const INVALID: readonly (readonly [string, IdCodeProblem])[] = [
  ['', 'empty'],
  ['\u3000', 'empty'],
  ['1.10108E+17', 'scientific'],
  ['110108********0016', 'masked'],
  ['110108199003XX0016', 'masked'],
  ['11010819900307001', 'length'],
  ['1101081990030700161', 'length'],
  ['无', 'length'],
  ['13812345670', 'length'],
  ['11010819900307001A', 'alphabet'],
  ['11010819900307X016', 'alphabet'],
  ['1101081990030700张6', 'alphabet'],
  ['11010890030700X', 'alphabet'],
  ['990101199003070015', 'region'],
  ['100108199003070014', 'region'],
  ['000000199003070014', 'region'],
  ['160108199003070014', 'region'],
  ['47010119900307001X', 'region'],
  ['200108900307001', 'region'],
  ['44030519850230452X', 'date'],
  ['370202199004310080', 'date'],
  ['150102198513010085', 'date'],
  ['110108189912310014', 'date'],
  ['110108210001010014', 'date'],
  ['110108199000070016', 'date'],
  ['110108199003000016', 'date'],
  ['110108199002290016', 'date'],
  ['110108903007001', 'date'],
  ['110108199003070017', 'checkDigit'],
  ['110108199003070061', 'checkDigit'],
  ['11010819900307001X', 'checkDigit'],
  ['110108199003080016', 'checkDigit'],
];

describe('parseIdCode', () => {
  it.each(VALID)('[S0-09] reads %s', (raw, type, birth, sex) => {
    expect(parseIdCode(raw)).toMatchObject({ ok: true, type, birth, sex });
  });

  it.each(INVALID)('refuses %j: %s', (raw, problem) => {
    expect(parseIdCode(raw)).toEqual({ ok: false, problem });
  });

  it('29 February 2000 is a day, of 1990 it is none', () => {
    expect(parseIdCode('44010619000229001X')).toEqual({ ok: false, problem: 'date' });
    expect(parseIdCode('310115200002291235').ok).toBe(true);
  });

  it('nobody was born after today', () => {
    expect(parseIdCode('46010520150630441X', '2015-06-30').ok).toBe(true);
    expect(parseIdCode('46010520150630441X', '2015-06-29')).toEqual({ ok: false, problem: 'date' });
  });

  it('sees every single wrong digit', () => {
    for (const [code, type] of VALID) {
      if (type === 'old' || !/^\d{17}/.test(code)) continue;
      for (let i = 0; i < 17; i++) {
        for (let d = 0; d < 10; d++) {
          if (String(d) !== code[i])
            expect(parseIdCode(code.slice(0, i) + d + code.slice(i + 1)).ok, `${code} ${i}`).toBe(false);
        }
      }
    }
  });

  it('never throws, and reads its own code again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[1-9]\d{14}(\d{2}[\dXx])?$/)), (s) => {
        const result = parseIdCode(s);
        return !result.ok || parseIdCode(result.code).ok;
      }),
      { numRuns: 2000 },
    );
  });
});
