import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CreditCodeProblem, parseCreditCode } from '../../../src/rules/text/credit-code.js';

/** Codes of invented bodies, computed apart from the code under test, and of two listed companies. */
const CODES =
  `914403001922038216 9144030071526726XG 91110108MA01KQ7D9E 91310115MA1H8RT22C 92440300MA5GXY126A 93510100MA6CUW0P4Y 11110000000012343B
123301004700022118 13320000466012345U 524401005915012281 51440300502677118F 533100005017732129 311100004008012297 71350200560102777K 813701005901237710
A11100007178012354 N2340123MF0123451B Y111000071782201X3 91320594MAC0QT4Q8A 91500000202800014A 91610131MAB0K2LX5R 91440101MA9XUKXX18`.split(
    /\s+/,
  );

const WRITTEN: readonly (readonly [string, string])[] = [
  ['91110108ma01kq7d9e', '91110108MA01KQ7D9E'],
  ['９１１１０１０８ＭＡ０１ＫＱ７Ｄ９Ｅ', '91110108MA01KQ7D9E'],
  [' 91110108MA01KQ7D9E ', '91110108MA01KQ7D9E'],
  ['9111 0108 MA01 KQ7D 9E', '91110108MA01KQ7D9E'],
  ['91-110108-MA01KQ7D9-E', '91110108MA01KQ7D9E'],
  ['91110108MA01KQ7D9E\u200b', '91110108MA01KQ7D9E'],
  ['\ufeff91110108MA01KQ7D9E\t', '91110108MA01KQ7D9E'],
  ['91110108\u3000MA01KQ7D9E', '91110108MA01KQ7D9E'],
];

const INVALID: readonly (readonly [string, CreditCodeProblem, string?])[] = [
  ['', 'empty'],
  [' \u3000', 'empty'],
  ['91110108MA01KQ7D9', 'length'],
  ['91110108MA01KQ7D9E1', 'length'],
  ['MA01KQ7D9', 'length'],
  ['无', 'length'],
  ['客户未提供', 'length'],
  ['1101081234567', 'length'],
  ['110108012345678', 'oldRegistration'],
  ['4403 0110 3012 345', 'oldRegistration'],
  ['9.11101E+17', 'scientific'],
  ['9.14403E17', 'scientific'],
  ['914403001922038000', 'scientific'],
  ['91110108********9E', 'masked'],
  ['91110108MA01****9E', 'masked'],
  ['91110108XXXXXXXXXX', 'masked'],
  ['911101O8MA01KQ7D9E', 'alphabet', '91110108MA01KQ7D9E'],
  ['9I110108MA01KQ7D9E', 'alphabet', '91110108MA01KQ7D9E'],
  ['9lll0108MA01KQ7D9E', 'alphabet'],
  ['91310II5MAIH8RT22C', 'alphabet', '91310115MA1H8RT22C'],
  ['91310115MA1H8RTZ2C', 'alphabet', '91310115MA1H8RT22C'],
  ['91S00000202800014A', 'alphabet', '91500000202800014A'],
  ['911101O8MA01KQ7D8E', 'alphabet'],
  ['000000000000000000', 'alphabet'],
  ['91110108MA01KQ7DVE', 'alphabet'],
  ['91AB0108MA01KQ7D9E', 'alphabet'],
  ['91110108MA01KQ7D9张', 'alphabet'],
  ['91110108MA01KQ7D9F', 'checkDigit'],
  ['91110108MA01KQ7D8E', 'checkDigit'],
  ['91110180MA01KQ7D9E', 'checkDigit'],
  ['91110108MA01QK7D9E', 'checkDigit'],
  ['914403001922038217', 'checkDigit'],
  ['123456789012345678', 'orgCheckDigit'],
  ['111111111111111111', 'checkDigit'],
  ['91110108MA01KQ7D0J', 'orgCheckDigit'],
];

describe('parseCreditCode', () => {
  it.each(CODES)('reads %s', (code) => {
    expect(parseCreditCode(code)).toEqual({
      ok: true,
      code,
      department: code[0],
      orgType: code[1],
      region6: code.slice(2, 8),
      orgCode: code.slice(8, 17),
    });
  });

  it.each(WRITTEN)('reads %j', (raw, code) => {
    expect(parseCreditCode(raw)).toMatchObject({ ok: true, code });
  });

  for (const [raw, problem, suggestion] of INVALID) {
    it(`[S0-34] refuses ${JSON.stringify(raw)}: ${problem}`, () => {
      expect(parseCreditCode(raw)).toEqual(
        suggestion === undefined ? { ok: false, problem } : { ok: false, problem, suggestion },
      );
    });
  }

  it('sees every single wrong character and every swap of two neighbours', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    for (const code of CODES) {
      for (let i = 0; i < 18; i++) {
        for (const c of alphabet) {
          if (c !== code[i])
            expect(parseCreditCode(code.slice(0, i) + c + code.slice(i + 1)).ok, `${code} ${i} ${c}`).toBe(false);
        }
        if (i < 17 && code[i] !== code[i + 1]) {
          expect(parseCreditCode(code.slice(0, i) + code[i + 1] + code[i] + code.slice(i + 2)).ok, `${code} ${i}`).toBe(
            false,
          );
        }
      }
    }
  });

  it('a suggestion is a valid code', () => {
    const slips = fc.tuple(fc.constantFrom(...CODES), fc.array(fc.nat(17), { maxLength: 4 }));
    fc.assert(
      fc.property(slips, ([code, places]) => {
        const units = [...code];
        for (const i of places) units[i] = { '0': 'O', '1': 'I', '5': 'S', '2': 'Z' }[units[i]!] ?? units[i]!;
        const result = parseCreditCode(units.join(''));
        expect(result.ok ? result.code : result.suggestion).toBe(code);
      }),
    );
  });

  it('never throws, and reads its own code again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9A-Za-zＯ０\- ]{15,20}$/)), (s) => {
        const result = parseCreditCode(s);
        return !result.ok || parseCreditCode(result.code).ok;
      }),
      { numRuns: 2000 },
    );
  });
});
