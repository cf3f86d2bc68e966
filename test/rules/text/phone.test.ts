import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { landlineDigits, type PhoneProblem, parsePhone, phoneKey, splitPhones } from '../../../src/rules/text/phone.js';

/** Written form, kind, E.164, national form, extension. */
const VALID: readonly (readonly [string, string, string | null, string, string | null])[] = [
  ['13812345670', 'mobile', '+8613812345670', '13812345670', null],
  ['138 1234 5670', 'mobile', '+8613812345670', '13812345670', null],
  ['138-1234-5670', 'mobile', '+8613812345670', '13812345670', null],
  ['138.1234.5670', 'mobile', '+8613812345670', '13812345670', null],
  ['１３８１２３４５６７０', 'mobile', '+8613812345670', '13812345670', null],
  ['138—1234—5670', 'mobile', '+8613812345670', '13812345670', null],
  ['\u200b13812345670\ufeff', 'mobile', '+8613812345670', '13812345670', null],
  ['+86 138 1234 5670', 'mobile', '+8613812345670', '13812345670', null],
  ['+8613812345670', 'mobile', '+8613812345670', '13812345670', null],
  ['(+86)13812345670', 'mobile', '+8613812345670', '13812345670', null],
  ['（+86）138-1234-5670', 'mobile', '+8613812345670', '13812345670', null],
  ['008613812345670', 'mobile', '+8613812345670', '13812345670', null],
  ['+008613812345670', 'mobile', '+8613812345670', '13812345670', null],
  ['86-13812345670', 'mobile', '+8613812345670', '13812345670', null],
  ['8613812345670', 'mobile', '+8613812345670', '13812345670', null],
  ['013812345670', 'mobile', '+8613812345670', '13812345670', null],
  ['1795113812345670', 'mobile', '+8613812345670', '13812345670', null],
  ['13812345670-1234', 'mobile', '+8613812345670', '13812345670', '1234'],
  ['13812345670转8801', 'mobile', '+8613812345670', '13812345670', '8801'],
  ['14512345670', 'mobile', '+8614512345670', '14512345670', null],
  ['16612345670', 'mobile', '+8616612345670', '16612345670', null],
  ['17112345670', 'mobile', '+8617112345670', '17112345670', null],
  ['19112345670', 'mobile', '+8619112345670', '19112345670', null],
  ['19912345670', 'mobile', '+8619912345670', '19912345670', null],
  ['13491234567', 'satellite', '+8613491234567', '13491234567', null],
  ['17401234567', 'satellite', '+8617401234567', '17401234567', null],
  ['17491234567', 'satellite', '+8617491234567', '17491234567', null],
  ['16191234567', 'satellite', '+8616191234567', '16191234567', null],
  ['1440123456789', 'iot', '+861440123456789', '1440123456789', null],
  ['1064812345678', 'iot', '+861064812345678', '1064812345678', null],
  ['010-65881234', 'landline', '+861065881234', '010-65881234', null],
  ['01065881234', 'landline', '+861065881234', '010-65881234', null],
  ['(010)65881234', 'landline', '+861065881234', '010-65881234', null],
  ['（0755）28761234', 'landline', '+8675528761234', '0755-28761234', null],
  ['0755 2876 1234', 'landline', '+8675528761234', '0755-28761234', null],
  ['0755－28761234', 'landline', '+8675528761234', '0755-28761234', null],
  ['0755/28761234', 'landline', '+8675528761234', '0755-28761234', null],
  ['+86-755-28761234', 'landline', '+8675528761234', '0755-28761234', null],
  ['+86 0755 28761234', 'landline', '+8675528761234', '0755-28761234', null],
  ['86 10 65881234', 'landline', '+861065881234', '010-65881234', null],
  ['+86 (10) 6588 1234', 'landline', '+861065881234', '010-65881234', null],
  ['0310-3012345', 'landline', '+863103012345', '0310-3012345', null],
  ['0475-8212345', 'landline', '+864758212345', '0475-8212345', null],
  ['0886-3621234', 'landline', '+868863621234', '0886-3621234', null],
  ['021-60001234-801', 'landline', '+862160001234', '021-60001234', '801'],
  ['021-6000-1234-801', 'landline', '+862160001234', '021-60001234', '801'],
  ['0310-3012345-8', 'landline', '+863103012345', '0310-3012345', '8'],
  ['021-60001234转8001', 'landline', '+862160001234', '021-60001234', '8001'],
  ['021-60001234 转 8001', 'landline', '+862160001234', '021-60001234', '8001'],
  ['021-60001234 ext. 12', 'landline', '+862160001234', '021-60001234', '12'],
  ['021-60001234 Ext:12', 'landline', '+862160001234', '021-60001234', '12'],
  ['021-60001234x12', 'landline', '+862160001234', '021-60001234', '12'],
  ['021-60001234#12', 'landline', '+862160001234', '021-60001234', '12'],
  ['021-60001234分机12', 'landline', '+862160001234', '021-60001234', '12'],
  ['021-60001234，转12', 'landline', '+862160001234', '021-60001234', '12'],
  ['400-810-8866', 'service', '+864008108866', '400-810-8866', null],
  ['4008108866', 'service', '+864008108866', '400-810-8866', null],
  ['400 8108 866', 'service', '+864008108866', '400-810-8866', null],
  ['400-8108866-3', 'service', '+864008108866', '400-810-8866', '3'],
  ['4008108866转3', 'service', '+864008108866', '400-810-8866', '3'],
  ['800-810-1234', 'service', '+868008101234', '800-810-1234', null],
  ['95588', 'short', null, '95588', null],
  ['955881', 'short', null, '955881', null],
  ['10086', 'short', null, '10086', null],
  ['12345', 'short', null, '12345', null],
  ['12315', 'short', null, '12315', null],
  ['96110', 'short', null, '96110', null],
  ['0755-12345', 'short', null, '0755-12345', null],
  ['+852 2123 4567', 'hk', '+85221234567', '21234567', null],
  ['852-91234567', 'hk', '+85291234567', '91234567', null],
  ['00852 9123 4567', 'hk', '+85291234567', '91234567', null],
  ['+853 6612 3456', 'mo', '+85366123456', '66123456', null],
  ['+853-28712345', 'mo', '+85328712345', '28712345', null],
  ['+886 912 345 678', 'tw', '+886912345678', '912345678', null],
  ['+886-2-2345-6789', 'tw', '+886223456789', '223456789', null],
  ['+886-(0)7-123-4567', 'tw', '+88671234567', '71234567', null],
  ['+1 415 555 2671', 'foreign', '+14155552671', '14155552671', null],
  ['001-415-555-2671', 'foreign', '+14155552671', '14155552671', null],
  ['+81-3-1234-5678', 'foreign', '+81312345678', '81312345678', null],
  ['+65 6123 4567', 'foreign', '+6561234567', '6561234567', null],
  ['+44 20 7946 0958', 'foreign', '+442079460958', '442079460958', null],
];

const INVALID: readonly (readonly [string, PhoneProblem, string?])[] = [
  ['', 'empty'],
  ['  \u3000', 'empty'],
  ['\ufeff', 'empty'],
  ['138****1234', 'masked'],
  ['138xxxx1234', 'masked'],
  ['138 **** 1234', 'masked'],
  ['0755-X/xxx', 'masked'],
  ['0755-XXXXXXXX', 'masked'],
  ['138××××1234', 'masked'],
  ['1381234＊＊＊＊', 'masked'],
  ['无', 'letters'],
  ['客户未提供', 'letters'],
  ['N/A', 'letters'],
  ['1381234567O', 'letters', '13812345670'],
  ['l3812345670', 'letters', '13812345670'],
  ['电话:0755-28761234', 'letters', '0755-28761234'],
  ['13812345670（微信同号）', 'letters', '13812345670'],
  ['张经理 138 1234 5670', 'letters', '13812345670'],
  ['13812345670 或 13912345670', 'letters'],
  ['wx: zhangsan', 'letters'],
  ['1.38E+10', 'scientific'],
  ['1.38123E+10', 'scientific'],
  ['8.67552876E+12', 'scientific'],
  ['1E10', 'scientific'],
  ['1381234567', 'tooShort'],
  ['138123', 'tooShort'],
  ['138123456', 'tooShort'],
  ['123', 'tooShort'],
  ['400-810-886', 'tooShort'],
  ['0755-2876123', 'tooShort'],
  ['010-6588123', 'tooShort'],
  ['0310-301234', 'tooShort'],
  ['+852 2123 456', 'tooShort'],
  ['+1 23456', 'tooShort'],
  ['138123456701', 'tooLong'],
  ['138001380000', 'tooLong'],
  ['1381234567013912345670', 'tooLong'],
  ['1'.repeat(100_000), 'tooLong'],
  [`电话${'1'.repeat(100_000)}`, 'letters'],
  ['021-600012345', 'tooLong'],
  ['0755-287612345', 'tooLong'],
  ['400-810-88661', 'tooLong'],
  ['+852 2123 45678', 'tooLong'],
  ['+1234567890123456', 'tooLong'],
  ['12345678901', 'unassigned'],
  ['11012345678', 'unassigned'],
  ['15412345678', 'unassigned'],
  ['16012345678', 'unassigned'],
  ['16112345678', 'unassigned'],
  ['16312345678', 'unassigned'],
  ['16412345678', 'unassigned'],
  ['16812345678', 'unassigned'],
  ['16912345678', 'unassigned'],
  ['17912345678', 'unassigned'],
  ['19412345678', 'unassigned'],
  ['17451234567', 'unassigned'],
  ['14012345678', 'unassigned'],
  ['+86 15412345678', 'unassigned'],
  ['+852 0123 4567', 'unassigned'],
  ['+0123456789', 'unassigned'],
  ['23812345678', 'unassigned'],
  ['0100-1234567', 'localNumber'],
  ['0199-1234567', 'areaCode'],
  ['026-12345678', 'areaCode'],
  ['0300-2345678', 'areaCode'],
  ['0378-2812345', 'areaCode', '0371'],
  ['0413-5212345', 'areaCode', '024'],
  ['0732-8212345', 'areaCode', '0731'],
  ['0910-3312345', 'areaCode', '029'],
  ['0397-3312345', 'areaCode', '0376'],
  ['755-28761234', 'areaCode', '0755-28761234'],
  ['75528761234', 'areaCode', '0755-28761234'],
  ['1065881234', 'areaCode', '010-65881234'],
  ['2160001234', 'areaCode', '021-60001234'],
  ['021-12345678', 'localNumber'],
  ['021-01234567', 'localNumber'],
  ['0755-12876123', 'localNumber'],
  ['28761234', 'missingArea'],
  ['2876-1234', 'missingArea'],
  ['3012345', 'missingArea'],
  ['65881234-801', 'missingArea'],
];

describe('parsePhone', () => {
  it.each(VALID)('reads %s as %s', (raw, kind, e164, national, extension) => {
    expect(parsePhone(raw)).toEqual({ kind, e164, national, extension });
  });

  for (const [raw, problem, hint] of INVALID) {
    it(`[S0-34] refuses ${JSON.stringify(raw.slice(0, 40))}: ${problem}`, () => {
      expect(parsePhone(raw)).toEqual(
        hint === undefined ? { kind: 'invalid', problem } : { kind: 'invalid', problem, hint },
      );
    });
  }

  it('reads its own national and E.164 forms again', () => {
    for (const [raw, , e164, national] of VALID) {
      const phone = parsePhone(raw);
      if (e164 !== null) expect(phoneKey(e164), raw).toBe(e164);
      if (phone.kind !== 'invalid' && !['hk', 'mo', 'tw', 'foreign'].includes(phone.kind)) {
        expect(parsePhone(national), raw).toEqual({ ...phone, extension: null });
      }
    }
  });

  it('never throws, and a hint is a national form or an area code', () => {
    const character = fc.oneof(
      fc.constantFrom(...'0123456789+-() /.*xX转E＋０１'),
      fc.string({ unit: 'binary', maxLength: 1 }),
      fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit)),
    );
    fc.assert(
      fc.property(fc.array(character, { maxLength: 30 }), (characters) => {
        const phone = parsePhone(characters.join(''));
        if (phone.kind === 'invalid') return phone.hint === undefined || /^0?\d[\d-]*$/.test(phone.hint);
        return /^\+?[\d-]+$/.test(phone.national) && (phone.e164 === null || /^\+[1-9]\d{5,18}$/.test(phone.e164));
      }),
      { numRuns: 3000 },
    );
  });

  it('gives every writing of a mobile number one key', () => {
    const operator = fc.constantFrom('130', '139', '147', '151', '166', '175', '188', '191', '199');
    const rest = fc.integer({ min: 0, max: 99_999_999 }).map((n) => String(n).padStart(8, '0'));
    fc.assert(
      fc.property(operator, rest, (head, tail) => {
        const key = `+86${head}${tail}`;
        const [a, b] = [tail.slice(0, 4), tail.slice(4)];
        for (const form of [
          `${head}${tail}`,
          `${head} ${a} ${b}`,
          `${head}-${a}-${b}`,
          `+86${head}${tail}`,
          `0086-${head}${tail}`,
        ]) {
          expect(phoneKey(form)).toBe(key);
        }
      }),
    );
  });
});

describe('phoneKey', () => {
  it('keeps the extension apart, so that one switchboard is not one customer', () => {
    expect(phoneKey('010-65881234-801')).toBe('+861065881234;ext=801');
    expect(phoneKey('(010) 6588 1234 转801')).toBe('+861065881234;ext=801');
    expect(phoneKey('010-65881234-802')).not.toBe(phoneKey('010-65881234-801'));
  });

  it.each(['', '95588', '138****1234', '28761234', '客户未提供'])('has none for %j', (raw) => {
    expect(phoneKey(raw)).toBeNull();
  });
});

describe('splitPhones', () => {
  const CASES: readonly (readonly [string, readonly string[]])[] = [
    ['', []],
    ['  ', []],
    ['13812345670', ['13812345670']],
    ['13812345670/13912345671', ['13812345670', '13912345671']],
    ['13812345670、13912345671', ['13812345670', '13912345671']],
    ['13812345670；13912345671', ['13812345670', '13912345671']],
    ['13812345670;13912345671;', ['13812345670', '13912345671']],
    ['13812345670, 13912345671', ['13812345670', '13912345671']],
    ['13812345670，13912345671', ['13812345670', '13912345671']],
    ['13812345670或13912345671', ['13812345670', '13912345671']],
    ['13812345670 或者 13912345671', ['13812345670', '13912345671']],
    ['13812345670\n13912345671', ['13812345670', '13912345671']],
    ['13812345670\r\n0755-28761234', ['13812345670', '0755-28761234']],
    ['13812345670 13912345671', ['13812345670', '13912345671']],
    ['138 1234 5670', ['138 1234 5670']],
    ['138 1234 5670 139 1234 5671', ['138 1234 5670 139 1234 5671']],
    ['+86 13812345670', ['+86 13812345670']],
    ['0755 28761234', ['0755 28761234']],
    ['0755-28761234 13812345670', ['0755-28761234', '13812345670']],
    ['0755/28761234', ['0755/28761234']],
    ['0755-28761234/28761235', ['0755-28761234', '0755-28761235']],
    ['0755-28761234/35', ['0755-28761234', '0755-28761235']],
    ['0755-28761234/5/6', ['0755-28761234', '0755-28761235', '0755-28761236']],
    ['0755-28761234-801/802', ['0755-28761234-801', '0755-28761234-802']],
    ['13812345670/71', ['13812345670', '13812345671']],
    ['010-65881234、13812345670', ['010-65881234', '13812345670']],
    ['0755-X/xxx', ['0755-X/xxx']],
    ['0755-X/xxx、0755-X/yyy', ['0755-X/xxx、0755-X/yyy']],
    ['138****1234/139****5678', ['138****1234', '139****5678']],
  ];

  it.each(CASES)('[S4-32] splits %j', (raw, expected) => {
    expect(splitPhones(raw)).toEqual(expected);
  });

  it('never throws, and gives no blank part', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (s) => splitPhones(s).every((part) => part.trim() !== '')));
  });
});

describe('the digits of a landline', () => {
  const ofPhone = (raw: string): string | null => {
    const phone = parsePhone(raw);
    return phone.kind === 'landline' ? phone.e164!.slice(3) : null;
  };

  it.each([
    ['010-65881234', '1065881234'],
    ['075528761234', '75528761234'],
    ['0023-33746785', null],
    ['0523-33746785', '52333746785'],
    ['013812345678', null],
    ['023-3374678', null],
    ['010-15881234', null],
    ['(010)65881234', null],
    ['0755-2876-1234', null],
  ])('[S0-34] of %j are %j', (raw, digits) => {
    expect(landlineDigits(raw)).toBe(digits);
  });

  it('[S0-34] are those that the number has, for every area and length', () => {
    const area = fc.oneof(
      fc.constantFrom('010', '023', '0755', '0523', '0023', '0898', '0999'),
      fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 3 }).map((rest) => `0${rest}`),
    );
    const local = fc.string({ unit: fc.constantFrom(...'0123456789-'), minLength: 6, maxLength: 9 });
    fc.assert(
      fc.property(area, fc.constantFrom('', '-'), local, (code, dash, rest) => {
        const raw = code + dash + rest;
        const digits = landlineDigits(raw);
        if (digits !== null || /^0[1-9]\d{1,2}-?\d{7,8}$/.test(raw))
          expect(digits ?? 'none').toBe(/^(?:0[12]\d|0[3-9]\d\d)-?\d+$/.test(raw) ? (ofPhone(raw) ?? 'none') : 'none');
      }),
      { numRuns: 3000 },
    );
  });
});
